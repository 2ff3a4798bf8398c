"""Continuing duties: their demands and their fulfilment (持续性义务)."""
