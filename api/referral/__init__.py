"""GraphQL: where to send this child (转介)."""
