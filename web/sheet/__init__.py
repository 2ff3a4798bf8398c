"""The page 办事单: what to do for this child tonight, today, this week, and what the family can get (办事单)."""
