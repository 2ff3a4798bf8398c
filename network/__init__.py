"""The protection network as plain values, and pure decisions about it (网络)."""
