"""Siting of the next service points (选址)."""
