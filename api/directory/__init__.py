"""GraphQL: the directory (名录)."""
