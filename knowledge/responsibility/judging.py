"""Rows in force on a day, judged against what is known (逐行判定)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from knowledge.rows.rows import Conditional
from knowledge.rulebook.book import Rulebook
from knowledge.situation.conditions import Atom
from knowledge.texts.provisions import Citation
from knowledge.vocabulary import Verdict

R = TypeVar("R", bound=Conditional)


@dataclass(frozen=True, slots=True)
class Applied(Generic[R]):
    """A row in force on the day, judged against the situation."""

    row: R
    verdict: Verdict
    failing: tuple[Atom, ...]
    missing: tuple[str, ...]
    citations: tuple[Citation, ...]


def judge(book: Rulebook, rows: Iterable[R], facts: Mapping[str, Any], on: date) -> tuple[Applied[R], ...]:
    """Judge the rows that are in force on the day, in their order."""
    return tuple(
        Applied(r, *r.when.judged(facts), cited) for r in rows if (cited := book.citations_in_force(r, on)) is not None
    )
