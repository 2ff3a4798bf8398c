"""Reading, checking and joining all rule files (规则库)."""
