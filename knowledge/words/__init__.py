"""Search for matters and acts in everyday words (文字检索)."""
