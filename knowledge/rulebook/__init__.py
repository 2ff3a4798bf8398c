"""Reading, checking and indexing all rule files (规则库)."""
