"""Rows of the directory: areas, bodies, points, posts, segments (名录)."""
