"""Files at items: accepted kinds, determined by content (附件)."""
