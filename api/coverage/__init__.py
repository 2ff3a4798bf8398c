"""GraphQL: coverage, conformance and resilience of the network (覆盖)."""
