"""Facts that follow from what is known: by rules, and whatever the unknown facts are (推定)."""
