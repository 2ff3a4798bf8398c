"""Checks of the three-tier network (网络检查)."""
