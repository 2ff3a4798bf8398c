"""Questions from the command line (提问)."""
