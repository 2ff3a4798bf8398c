"""Publication of the counts of a month."""
