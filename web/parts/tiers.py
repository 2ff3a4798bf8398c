"""The three tiers, the widest first, as the API names them; a test compares them with the rules (三级)."""

TIERS = ("district", "street", "community")
LOWEST = TIERS[-1]
