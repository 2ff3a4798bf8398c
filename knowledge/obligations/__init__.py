"""Continuing duties: what they ask, and how they stand (持续性义务)."""
