"""Loading one file of a topic (载入)."""
