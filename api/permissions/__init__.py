"""GraphQL: permissions (许可)."""
