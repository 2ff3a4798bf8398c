"""GraphQL: does the network hold (覆盖)."""
