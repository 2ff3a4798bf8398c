"""GraphQL: what the family can get (资格)."""
