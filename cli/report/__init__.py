"""The coverage report for meetings: facts computed once, then pages, tables and a map (会议报告)."""
