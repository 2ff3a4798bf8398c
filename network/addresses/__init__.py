"""Addresses: what areas are written, which road and house number, which area that is (地址)."""
