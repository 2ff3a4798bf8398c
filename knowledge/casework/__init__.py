"""Casework: items, what can be done with them, by whom and until when, decided from rows (办理)."""
