"""Forms of their own that bodies have loaded (自有表格)."""
