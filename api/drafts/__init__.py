"""GraphQL: draft networks (草案)."""
