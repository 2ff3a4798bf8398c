"""Subscriptions over WebSocket (订阅)."""
