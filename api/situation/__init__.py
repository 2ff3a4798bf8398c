"""GraphQL: the situation as input (情形)."""
