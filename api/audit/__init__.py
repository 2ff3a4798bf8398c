"""The audit: a chained line for each operation that opened or changed something, and its check (审计)."""
