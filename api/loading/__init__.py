"""GraphQL: loading of uploaded files (载入)."""
