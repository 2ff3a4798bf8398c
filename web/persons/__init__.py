"""Children and their cases, found from every page (个案)."""
