"""What a worker's own words tell: facts, places, the speaker, with matters and danger (听懂)."""
