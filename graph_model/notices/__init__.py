"""Outbox of notices in the graph: stored until a channel has accepted them (通知的发件箱)."""
