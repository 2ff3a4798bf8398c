"""The roster of duty from a file (值班表)."""
