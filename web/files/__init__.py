"""Files at items, taken away (附件)."""
