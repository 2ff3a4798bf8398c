"""The protection network as plain values, and pure decisions on it (网络)."""
