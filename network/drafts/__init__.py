"""Draft networks: what is wrong with one (草案)."""
