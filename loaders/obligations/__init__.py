"""Evidence from files (台账)."""
