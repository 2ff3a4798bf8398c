"""How continuing duties stand over all their objects (义务落实)."""
