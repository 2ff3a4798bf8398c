"""Text in another writing, with the position of each character in the original (文字对位)."""

import unicodedata
from dataclasses import dataclass

from knowledge.words.dictionary import words

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Aligned:
    """A rewritten text; letter `n` was made from `sources[n]` of the original."""

    text: str
    sources: tuple[Span, ...]

    def span(self, start: int, end: int) -> Span:
        """The positions in the original of the letters from `start` to `end`."""
        if start >= end:
            return (0, 0)
        return self.sources[start][0], self.sources[end - 1][1]


def half_width(original: str) -> Aligned:
    """The text half-width, in lower case and simplified characters, letter by letter."""
    simple = words().simple
    letters = [
        (c, (n, n + 1))
        for n, raw in enumerate(original)
        for c in unicodedata.normalize("NFKC", raw).lower().translate(simple)
    ]
    return Aligned("".join(c for c, _ in letters), tuple(at for _, at in letters))


def reworded(form: Aligned) -> Aligned:
    """The text in words of the rules (synonyms, replaced twice as in `plain`); a replaced word has one source."""
    for _ in range(2):
        letters: list[tuple[str, Span]] = []
        copied = 0
        for start, end, replacement in words().synonyms.matches(form.text):
            letters += zip(form.text[copied:start], form.sources[copied:start], strict=True)
            letters += [(c, form.span(start, end)) for c in replacement]
            copied = end
        letters += zip(form.text[copied:], form.sources[copied:], strict=True)
        form = Aligned("".join(c for c, _ in letters), tuple(at for _, at in letters))
    return form
