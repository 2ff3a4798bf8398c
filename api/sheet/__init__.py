"""GraphQL: the answer sheet (办事单)."""
