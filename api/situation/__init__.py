"""GraphQL: the situation as input, and forms to ask for facts (情形)."""
