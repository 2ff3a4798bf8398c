"""What makes rows of casework wrong, by what it touches (办理表的门)."""
