"""Coverage: needs that the network meets, where and when, and gaps (覆盖)."""
