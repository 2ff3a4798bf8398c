"""Draft networks in the graph (草案)."""
