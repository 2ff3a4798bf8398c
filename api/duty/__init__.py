"""GraphQL: who is on duty, and the roster (值班)."""
