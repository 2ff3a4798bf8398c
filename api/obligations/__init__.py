"""GraphQL: continuing duties (义务)."""
