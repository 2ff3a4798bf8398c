"""GraphQL: areas, offices and service points (网络)."""
