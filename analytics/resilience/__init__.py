"""Losses with a service point, a person or an office, and the fit of demand and capacity (薄弱点)."""
