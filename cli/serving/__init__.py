"""Serving: one process, or several (服务)."""
