"""Conditions of actions that rows name, by topic (条件)."""
