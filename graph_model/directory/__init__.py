"""Areas, bodies, points and posts in the graph (名录)."""
