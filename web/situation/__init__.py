"""Situation of a child, on every page that asks: one box, chips, questions (情形)."""
