"""Secrets of a child: silence is the reverse of leaking. About harm it is concealment (替孩子保密)."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from knowledge.derivation.derived import Facts
from knowledge.permissions.against import MAY_WORDS
from knowledge.permissions.clauses import CLAUSE, NEAR
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import Situation

_BARE = 4
"""A clause that only asks (可以吗) is no longer."""


@dataclass(frozen=True, slots=True)
class Silence:
    """The words of `silence.toml`, ready to search."""

    secret: re.Pattern[str]
    left: re.Pattern[str]
    harm: re.Pattern[str]
    family: re.Pattern[str]
    own: re.Pattern[str]
    silent: re.Pattern[str]
    """Words built from a verb of keeping quiet, hiding or not telling: about harm alone."""
    hidden: re.Pattern[str]
    act: str
    """The act of concealing harm."""
    harmed: str
    """Derived fact of a child whose harm or danger is to be reported."""
    refuse: re.Pattern[str]
    """Words of not reporting to the police."""
    report: str
    """The act of reporting harm."""
    told: re.Pattern[str]
    """Words in the name of an act of reporting."""


@cache
def silence() -> Silence:
    """The rows of `silence.toml`."""
    t: dict[str, Any] = tomllib.loads((Path(__file__).parent / "silence.toml").read_text("utf-8"))
    secret, left, harm, family, own = (re.compile(t[k]) for k in ("secret", "left", "harm", "family", "own"))
    forms = (
        f"(?:{t['deny']}){NEAR}(?:{t['speak']})",
        f"(?:{t['cover']})[^，。；？?]{{0,3}}(?:{t['kept']})",
        t["settle"],
        f"(?:{t['feign']}){NEAR}(?:{t['unaware']})",
        t["lie"],
    )
    silent, hidden = re.compile("|".join(forms)), re.compile(t["hidden"])
    refuse, informed = re.compile(t["refuse"]), re.compile(t["told"])
    return Silence(
        secret, left, harm, family, own, silent, hidden, t["act"], t["harmed"], refuse, t["report"], informed
    )


def to_be_reported(book: Rulebook, situation: Situation, on: date) -> bool:
    """True if the known facts of a child are harm or danger that must be reported."""
    return Facts.of(book, situation, on).get(silence().harmed) is True


@dataclass(frozen=True, slots=True)
class SecrecyQuestion:
    """Question about secrecy; `left`: about refraining from it. `of_harm`: about harm or danger."""

    left: bool
    of_harm: bool


def secrecy_question(text: str) -> SecrecyQuestion | None:
    """Return the question about secrecy in a text; None if it asks about something else.

    Silence towards the family alone is no concealment, since a member may be the offender; the danger of a child to
    itself must be told to the family too. `text` is in simplified characters.
    """
    return _question(text, silence().secret)


def silence_question(text: str) -> SecrecyQuestion | None:
    """Return the question about silence in any words, if the text names no act of its own.

    Hiding the child itself does not count. `text` is in simplified characters.
    """
    return None if silence().hidden.search(text) else _question(text, silence().silent)


def not_reported(text: str) -> bool:
    """True if the clause that asks is about not reporting to the police. `text` is in simplified characters."""
    return any(MAY_WORDS.search(c) and silence().refuse.search(c) for c in CLAUSE.findall(text))


def bare_report(text: str, names: Iterable[str]) -> bool:
    """True if such a question names nothing that is not reported; `names` are those of whoever is asked about."""
    rest = MAY_WORDS.sub("", silence().refuse.sub("", text))
    for name in sorted(names, key=len, reverse=True):
        rest = rest.replace(name, "")
    return sum(c.isalnum() for c in rest) < _BARE


def _question(text: str, kept: re.Pattern[str]) -> SecrecyQuestion | None:
    words = silence()
    clauses = CLAUSE.findall(text)
    keeping = [(c, word) for c in clauses if (word := kept.search(c))]
    elsewhere = any(MAY_WORDS.search(c) and len(c) > _BARE for c in clauses)
    asking = [(c, word) for c, word in keeping if MAY_WORDS.search(c)] or ([] if elsewhere else keeping)
    if not asking:
        return None
    clause, word = asking[0]
    if words.family.search(clause[word.start() :]) and not words.own.search(text):
        return None
    return SecrecyQuestion(bool(words.left.search(clause[: word.start()])), bool(words.harm.search(text)))
