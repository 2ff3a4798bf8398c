"""Files at items: what is taken, told by content (附件)."""
