"""Notices to people that something is to be done: which are due, how many a day, in words without a child (通知)."""
