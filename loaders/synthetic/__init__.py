"""Synthetic data for the demo, marked as such (演示数据)."""
