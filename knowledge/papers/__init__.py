"""Forms of paper made from the steps of casework (纸表)."""
