"""The page 转介 (转介)."""
