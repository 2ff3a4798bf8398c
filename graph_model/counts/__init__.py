"""The published tables of counts of children."""
