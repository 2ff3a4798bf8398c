"""What stands around every page; signing in (框架)."""
