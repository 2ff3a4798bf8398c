"""How far continuing obligations are fulfilled over all their objects (义务落实)."""
