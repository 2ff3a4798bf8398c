"""The page 载入: a file is previewed, then loaded; a long load has its address (载入)."""
