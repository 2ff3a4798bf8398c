"""Understanding of a worker's own words: facts, places, the speaker, matters and danger (听懂)."""
