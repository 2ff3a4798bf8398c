"""GraphQL: where the next points should stand (选址)."""
