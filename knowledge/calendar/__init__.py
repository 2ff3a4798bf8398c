"""Deadlines, holidays and opening hours (日历)."""
