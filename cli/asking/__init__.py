"""The program for a question alone: its start and its command (一问一答)."""
