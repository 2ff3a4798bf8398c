"""Forms of paper: blank, or filled from an item, on A4 (纸表)."""
