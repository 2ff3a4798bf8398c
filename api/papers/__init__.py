"""GraphQL: forms of paper, and of bodies' own (纸表)."""
