"""Basis of a step: the words for a missing text appear once on a page, not at each of its rows (依据)."""

from web.parts.words import say


def rests(basis: str | None) -> str:
    """Return a basis without the words for a working rule; empty if nothing else is left, or there is none."""
    lead, words = say("casework.configured"), basis or ""
    return words.removeprefix(lead).lstrip(say("frame.colon", head="", rest="")) if words.startswith(lead) else words
