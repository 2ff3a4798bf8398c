"""On what a step rests: that no text gives it is said once on a page, not at each of its rows (依据)."""

from web.parts.words import say


def rests(basis: str | None) -> str:
    """A basis without the words that it is a working rule; empty if it says no more, or there is none."""
    lead, words = say("casework.configured"), basis or ""
    return words.removeprefix(lead).lstrip(say("frame.colon", head="", rest="")) if words.startswith(lead) else words
