"""Pages: lists as files (拿走)."""
