"""Benchmarks: ratios measured side by side (基准测试)."""
