"""GraphQL: services and benefits for the family (资格)."""
