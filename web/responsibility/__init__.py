"""The page 谁负责 (责任)."""
