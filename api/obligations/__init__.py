"""GraphQL: continuing obligations (义务)."""
