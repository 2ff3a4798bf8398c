"""The rulebook projected into the graph (规则投影)."""
