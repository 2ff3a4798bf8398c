"""Checks by an operator (检查)."""
