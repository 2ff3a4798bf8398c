"""Casework of a whole area, as its numbers need it (一个辖区)."""
