"""Cases in a list: those of the actor's areas, F1 facts only (个案列表)."""

from dataclasses import dataclass
from datetime import date

from graph_model.graph import Tx
from graph_model.rows import statements
from knowledge.vocabulary import Provenance

CASES_IN, COUNT_CASES, CHILDREN_IN = statements(__file__, "cases_in", "count_cases", "children_in")


@dataclass(frozen=True, slots=True)
class _CaseCount:
    count: int


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in a list: F1 facts only."""

    id: str
    kind: str
    opened: date
    status: str
    difficulties: tuple[str, ...]
    area: str
    pseudonym: str
    provenance: Provenance
    minor: str


async def cases_in(tx: Tx, first: int, after: str | None, search: str = "") -> list[CaseRow]:
    """Cases within the actor's areas by code; `search` is part of the code or of the pseudonym of the child."""
    return await tx.rows(CASES_IN, CaseRow, first=first, after=after, code=None, search=search)


async def case_in(tx: Tx, code: str) -> CaseRow | None:
    """One case within the actor's areas; None outside them, as where there is none."""
    return await tx.row(CASES_IN, CaseRow, first=1, after=None, code=code, search="")


async def count_cases(tx: Tx, search: str = "") -> int:
    """Return the total number of cases of `cases_in`."""
    row = await tx.row(COUNT_CASES, _CaseCount, search=search)
    return row.count if row else 0


@dataclass(frozen=True, slots=True)
class ChildRow:
    """A child in a list: number and pseudonym."""

    id: str
    pseudonym: str


async def children_in(tx: Tx, search: str, first: int) -> list[ChildRow]:
    """Return children within the actor's areas whose pseudonym contains `search`, or whose number it is."""
    return await tx.rows(CHILDREN_IN, ChildRow, search=search, first=first)
