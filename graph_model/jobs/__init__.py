"""Long work in the graph (作业)."""
