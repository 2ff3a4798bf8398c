"""Texts as they are compared: signs of half width, without spaces (折叠)."""

import unicodedata


def folded(text: str) -> str:
    """A text in signs of half width, without spaces; letters stay as they are."""
    if text.isalnum() and text.isascii():
        return text  # nearly every code of a large file
    return "".join(unicodedata.normalize("NFKC", text).split())
