"""The three tiers from the widest to the smallest, by their API codes; a test compares them with the rules (三级)."""

TIERS = ("district", "street", "community")
