"""Children and their cases, with search from every page (个案)."""
