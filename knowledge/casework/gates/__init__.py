"""Checks of casework rows, by the part of a row that they concern (办理表的门)."""
