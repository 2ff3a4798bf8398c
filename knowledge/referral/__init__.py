"""Doors, duty to report, difficulties and needs of a child (转介规则)."""
