"""Accounts in the graph (账户)."""
