"""The page 网络 (网络)."""
