"""GraphQL: lists as files (拿走)."""
