"""Casework from files: lists of children to be seen, filled forms of paper (办理的文件)."""
