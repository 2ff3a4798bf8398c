"""Sentences for people: a code and parameters, worded in one catalogue a language (文案目录)."""
