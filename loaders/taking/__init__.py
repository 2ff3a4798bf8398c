"""From the graph to files that load again (拿走)."""
