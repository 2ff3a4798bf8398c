"""Heads of the audit files, stored in the graph beside the files themselves (审计)."""
