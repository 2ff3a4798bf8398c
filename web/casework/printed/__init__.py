"""What is printed of a report or a case, and what an inspector reads (打印)."""
