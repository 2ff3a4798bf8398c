"""Acts that are recognised by fixed words: a verb with its object, in any order (固定说法).

Ranking compares the words of a question with those of all acts: a crime named in it (聘用有猥亵前科的人) or a shared
verb (让继父接走) then outweighs what is asked. Rows of `spoken.toml` are read before it.
"""

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from knowledge import parsed
from knowledge.errors import AmbiguousAct, NotFound
from knowledge.literals import compiled
from knowledge.messages.message import Message, message
from knowledge.rulebook.book import Rulebook

_ASKING = re.compile(
    r"^(?:请问|我们|我|可不可以|可唔可以|可以|能不能|能否|可否|能)"
    r"|[，,]?(?:可不可以|可唔可以|可以|行不行|得不得|得唔得|行|得|好)?[吗么嘛呢]?[？?。]?$"
)
"""Words of asking at the beginning and at the end."""

FILE = Path(__file__).parent / "spoken.toml"


@dataclass(eq=False)
class UnheardAct(NotFound):
    """Question that names none of the acts of the rules."""

    kind: str = "act"
    key: str = "text"
    reason: str = "words.no_act"
    """Code of the sentence on what to do instead."""
    advice: str | None = None
    """Sentence on danger in the words."""

    @property
    def message(self) -> Message:
        """Return what to do; never the key, which nobody wrote."""
        return message(self.reason)


@dataclass(eq=False)
class AdvisedAct(AmbiguousAct):
    """Several acts match a text of danger, which comes before the choice."""

    advice: str = ""


def with_advice(unsure: AmbiguousAct | UnheardAct, advice: str | None) -> AmbiguousAct | UnheardAct:
    """Return a refusal with the sentence on danger; itself if there is none."""
    if not advice:
        return unsure
    if isinstance(unsure, UnheardAct):
        return UnheardAct(reason=unsure.reason, advice=advice)
    return AdvisedAct(unsure.text, unsure.candidates, advice)


@dataclass(frozen=True, slots=True)
class SpokenAct:
    """Words that together name an act, or a question about none of the acts."""

    words: tuple[str, ...]
    """Patterns that all occur, in any order."""
    unless: str | None
    """Pattern of words that mean something else."""
    act: str | None
    instead: str | None
    whole: bool
    """True if a denial in the words is part of the act (不收、不让上学)."""
    left: bool
    """True if the words ask to leave the act, a duty (说是家务事不出警)."""
    never_by: frozenset[str]
    examples: tuple[tuple[str, str], ...] = field(default=())
    """Kind of body and question, for the tests."""
    others: tuple[tuple[str, str], ...] = field(default=())
    """The same of questions that look alike and mean something else."""

    def fits(self, text: str) -> bool:
        """True if a text contains all words and none of the exclusions."""
        fits = all(compiled(w).search(text) for w in self.words)
        return fits and not (self.unless and compiled(self.unless).search(text))


@cache
def spoken_acts() -> tuple[SpokenAct, ...]:
    """The rows of `spoken.toml`."""
    return tuple(map(_row, parsed.tables(FILE)["row"]))


def _row(row: dict[str, Any]) -> SpokenAct:
    return SpokenAct(
        tuple(row["words"]),
        row.get("unless"),
        row.get("act"),
        row.get("instead"),
        row.get("whole", False),
        row.get("left", False),
        frozenset(row.get("never_by", ())),
        tuple((by, text) for by, text in row["example"]),
        tuple((by, text) for by, text in row["not"]),
    )


def act_by_name(book: Rulebook, text: str, by: str) -> str | None:
    """Return the act that a question names in full beside nothing but the body and the words of asking."""
    kind = book.kinds[by]
    whole = _ASKING.sub("", text.strip())
    own = sorted((kind.name, *kind.aliases), key=len, reverse=True)
    less = next((whole.removeprefix(name) for name in own if whole.startswith(name)), whole)
    for rest in (whole, _ASKING.sub("", less)):
        named = [a.code for a in book.acts.values() if a.name == rest]
        if len(named) == 1:
            return named[0]
    return None


def spoken_act(book: Rulebook, text: str, by: str) -> SpokenAct | None:
    """Return the row of the act that a question names, if the rules address this body on it; else None.

    Args:
        book: The rules.
        text: The question, in simplified characters.
        by: The kind of body that is asked about.

    Raises:
        UnheardAct: the words ask about none of the acts, though they resemble one.
    """
    for row in spoken_acts():
        if by in row.never_by or not row.fits(text):
            continue
        if row.act is None:
            raise UnheardAct(reason=row.instead or UnheardAct.reason)
        if any(book.binds(n, by) or book.reserves(n, by) for n in book.norms_on[row.act]):
            return row
    return None
