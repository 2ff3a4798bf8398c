"""Search by the words that people use (检索词)."""
