"""The outbox of notices in the graph: kept until a channel has taken them (通知的发件箱)."""
