"""GraphQL: clauses and documents (条文)."""
