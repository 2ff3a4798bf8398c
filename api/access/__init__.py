"""Tokens and the signed-in viewer (访问)."""
