"""GraphQL: files handed to the service (载入)."""
