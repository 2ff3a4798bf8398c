"""Questions from the shell (提问)."""
