"""Dossiers from files (档案)."""
