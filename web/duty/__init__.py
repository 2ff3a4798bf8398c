"""The page 值班: who is on duty now, the coming days, hours that nobody has (值班)."""
