"""GraphQL: responsibility (责任)."""
