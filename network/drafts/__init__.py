"""Draft networks, and the checks of their content (草案)."""
