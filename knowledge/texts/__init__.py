"""Statutes and plan: versions in force and their words (文本)."""
