"""GraphQL: long work (作业)."""
