"""The edge of the GraphQL service: HTTP, limits, caches, masking, health and the console."""
