"""Prints of a report or a case, and the reading of an inspector (打印)."""
