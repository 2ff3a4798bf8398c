"""The shapes of rows in the rule files (规则行)."""
