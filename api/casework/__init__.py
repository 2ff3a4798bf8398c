"""GraphQL: worklists, items with what can be done, and one mutation for each step (办理)."""
