"""WordPiece of Chinese BERT (分词): the ids of the pieces of a text, equal to those of the published tokenizer.

Each Chinese character is a piece; other words are split into the longest pieces of the vocabulary.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

BEGIN, END = 101, 102
LONGEST = 254
"""Pieces of a text that are read; the rest is cut off."""
LONGEST_WORD = 100
CHINESE = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2CEAF), (0x2F800, 0x2FA1F))
PUNCTUATION = ((33, 47), (58, 64), (91, 96), (123, 126))


def _stands_alone(character: str) -> bool:
    code = ord(character)
    if any(first <= code <= last for first, last in (*CHINESE, *PUNCTUATION)):
        return True
    return unicodedata.category(character).startswith("P")


def _clean(character: str) -> str:
    """Return white space as a blank, control characters as nothing, and single pieces between blanks."""
    if character.isspace():
        return " "
    if unicodedata.category(character).startswith("C") or character == "\ufffd":
        return ""
    return f" {character} " if _stands_alone(character) else character


@dataclass(frozen=True, slots=True)
class WordPiece:
    """The tokenizer of a vocabulary."""

    vocabulary: Mapping[str, int]

    def ids(self, text: str) -> list[int]:
        """The ids of a text's pieces, between those of its begin and end."""
        words = "".join(map(_clean, text)).split()
        return [BEGIN, *[piece for word in words for piece in self._pieces(word)][:LONGEST], END]

    def _pieces(self, word: str) -> list[int]:
        unknown = [self.vocabulary["[UNK]"]]
        if len(word) > LONGEST_WORD:
            return unknown
        pieces = list(self._split(word))
        return unknown if None in pieces else [piece for piece in pieces if piece is not None]

    def _split(self, word: str) -> Iterator[int | None]:
        """The longest pieces from left to right; None where no piece fits."""
        at = 0
        while at < len(word):
            mark = "##" if at else ""
            fitting = (end for end in range(len(word), at, -1) if mark + word[at:end] in self.vocabulary)
            end = next(fitting, None)
            if end is None:
                yield None
                return
            yield self.vocabulary[mark + word[at:end]]
            at = end
