"""Counts of children and how small ones are protected (需求)."""
