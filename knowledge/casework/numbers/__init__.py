"""The numbers of a quarter: rows, and how items and events are counted by them (一季的数)."""
