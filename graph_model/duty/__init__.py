"""Duty roster: who is asked when a report comes in, and hours without anybody (值班)."""
