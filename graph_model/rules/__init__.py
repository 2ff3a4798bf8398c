"""The rulebook written into the graph (规则投影)."""
