"""Demands of an authority on the person who asks: the act is compliance, whatever the demand names (被要求的).

A demand is a statement (民政局要调学生档案) or part of the question (可以不配合公安调查吗). Only questions of
compliance are read here.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from knowledge.permissions.against import MAY_WORDS
from knowledge.permissions.clauses import CLAUSE, NEAR
from knowledge.rulebook.book import Rulebook

_TO = "往向给跟同对找到去请诉报知系和"
"""After these an authority is whom somebody turns to, and demands nothing."""
_SHORT = 2
"""Least length of the name of an authority: one character identifies none."""


@dataclass(frozen=True, slots=True)
class AuthorityDemand:
    """The bodies that may demand something, and the act of complying."""

    by: frozenset[str]
    of: re.Pattern[str]
    act: str
    also: str = ""
    """Words that name one of them by what it does (执法人员)."""


@dataclass(frozen=True, slots=True)
class Demands:
    """The rows of `demands.toml`, ready to search."""

    demand: str
    complies: re.Pattern[str]
    """Words that ask whether to comply."""
    unless: re.Pattern[str]
    rows: tuple[AuthorityDemand, ...]


@cache
def demands() -> Demands:
    """The rows of `demands.toml`."""
    t: dict[str, Any] = tomllib.loads((Path(__file__).parent / "demands.toml").read_text("utf-8"))
    comply = t["comply"]
    denied = rf"(?:(?<![能行可])|(?<=不[能行可]))不(?!等|经|管|通过|到(?!场)){NEAR}(?:{comply})|{t['refuse']}"
    bound = rf"(?:必须|一定要|非得){NEAR}(?:{comply})"
    rows = tuple(AuthorityDemand(frozenset(r.pop("by")), re.compile(r.pop("of")), **r) for r in t["row"])
    return Demands(t["demand"], re.compile(f"{denied}|{bound}"), re.compile(t["unless"]), rows)


def complying(book: Rulebook, text: str, by: str) -> str | None:
    """Return the act of complying with a demand in a question, if it asks about compliance; else None.

    Args:
        book: The rules.
        text: The question, in simplified characters.
        by: The kind of body that is asked about; its own demands are ignored.
    """
    words = demands()
    if words.unless.search(text) or not words.complies.search(_asking(text)):
        return None
    for row in words.rows:
        if by not in row.by and any(row.of.search(part) for part in _demanded(book, text, row)):
            return row.act
    return None


def _asking(text: str) -> str:
    """The clause that asks, with a short one before it; the whole text where none does."""
    clauses = CLAUSE.findall(text)
    asking = [i for i, c in enumerate(clauses) if MAY_WORDS.search(c)]
    if not asking:
        return text
    at = asking[-1]
    alone = len(MAY_WORDS.sub("", clauses[at])) < _SHORT
    return "，".join(clauses[at - 1 if alone and at else at : at + 1])


def _demanded(book: Rulebook, text: str, row: AuthorityDemand) -> list[str]:
    """Return the words after an authority that demands something, or where compliance with it is denied."""
    names = sorted(
        (n for k in row.by for n in (book.kinds[k].name, *book.kinds[k].aliases) if len(n) >= _SHORT and n.isalpha()),
        key=len,
        reverse=True,
    )
    who = "|".join([*map(re.escape, names), *([row.also] if row.also else [])])
    stated = re.compile(rf"(?<![{_TO}])(?:{who}){NEAR}(?={demands().demand})(?P<what>[^。；？?]*)")
    refused = re.compile(rf"(?:{demands().complies.pattern})(?P<what>[^，。；？?]*(?:{who})[^。；？?]*)")
    return [m[0] for form in (stated, refused) for m in form.finditer(text)]
