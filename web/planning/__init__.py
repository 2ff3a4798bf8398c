"""The page 规划 (规划)."""
