"""Responsibilities assigned to concrete offices (责任落点)."""
