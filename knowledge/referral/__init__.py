"""Doors, reporting, safety and needs of a child (转介规则)."""
