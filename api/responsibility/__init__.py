"""GraphQL: who must act (责任)."""
