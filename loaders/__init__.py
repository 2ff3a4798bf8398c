"""From files to records (载入)."""
