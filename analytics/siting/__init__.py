"""Where the next service points should stand (选址)."""
