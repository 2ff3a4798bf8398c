"""Duties placed on concrete offices (责任落点)."""
