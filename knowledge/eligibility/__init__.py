"""Derived facts, and who may have a service or benefit (资格)."""
