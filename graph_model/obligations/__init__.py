"""Evidence on continuing duties in the graph (台账)."""
