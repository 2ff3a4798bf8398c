"""Which needs the network meets, where and when, and what it lacks (覆盖)."""
