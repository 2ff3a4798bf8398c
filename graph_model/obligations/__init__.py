"""Evidence on continuing obligations in the graph (台账)."""
