"""GraphQL: may they (许可)."""
