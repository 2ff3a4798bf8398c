"""GraphQL: jobs for long work (作业)."""
