"""The meeting report on coverage: one gathering of facts, then pages, tables and maps of it (会议报告)."""
