"""Fulfilment of continuing obligations over all their objects (义务落实)."""
