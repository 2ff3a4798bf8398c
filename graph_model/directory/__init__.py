"""Areas, offices, service points and posts in the graph (名录)."""
