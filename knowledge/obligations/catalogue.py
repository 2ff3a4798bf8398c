"""The continuing duties of the shipped rulebook, and what one asks of them (持续性义务)."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path

from knowledge.rows.obligations import (
    Attribute,
    Component,
    Demand,
    Event,
    Evidence,
    Filter,
    Goal,
    Objects,
    Obligation,
    Period,
    Span,
    Strength,
)
from knowledge.rulebook.book import Rulebook
from knowledge.rulebook.load import FOLDER, rulebook
from knowledge.rulebook.load import load as load_rules

__all__ = [
    "Attribute",
    "Component",
    "Demand",
    "Event",
    "Evidence",
    "Filter",
    "Goal",
    "Objects",
    "Obligation",
    "Period",
    "Span",
    "Strength",
    "asked_on",
    "carrying",
    "load",
    "obligations",
]


def load(folder: Path = FOLDER) -> Mapping[str, Obligation]:
    """The duties of a folder of rule files by code, read and checked with the whole rulebook.

    Raises:
        WrongRules: with every problem as `file:line: reason`.
    """
    return load_rules(folder).obligations


@cache
def obligations() -> Mapping[str, Obligation]:
    """The shipped duties by code."""
    return rulebook().obligations


def asked_on(book: Rulebook, on: date) -> Iterator[Obligation]:
    """The duties that stand on a day: those whose leading clause was in force with these words."""
    return (o for o in book.obligations.values() if book.in_force(o, on))


def carrying(book: Rulebook, clause: str) -> tuple[Obligation, ...]:
    """The duties that rest on a clause, those that it leads before the others."""
    found = (o for o in book.obligations.values() if any(c.clause == clause for c in o.cite))
    return tuple(sorted(found, key=lambda o: (o.cite[0].clause != clause, o.code)))
