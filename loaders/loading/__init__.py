"""The topics that can be loaded, and the one way to load a file (载入)."""
