"""Where to open the next service points (选址)."""
