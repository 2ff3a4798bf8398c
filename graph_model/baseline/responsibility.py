"""Responsibility by one statement (责任的单句查询)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from graph_model.graph import Tx
from graph_model.rows import statements
from knowledge.vocabulary import Role, Verdict

(ASSIGNED,) = statements(__file__, "assigned")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the oracle."""

    role: Role
    kind: str
    verdict: Verdict
    body: str | None
    name: str | None
    clause: str | None
    quote: str | None


async def assigned(tx: Tx, matter: str, place: str, on: date, facts: Mapping[str, object]) -> list[Row]:
    """The same question as one Cypher statement over the projected rules; both ways agree on all stories."""
    known = {k: str(v) for k, v in facts.items()}
    return await tx.rows(ASSIGNED, Row, matter=matter, place=place, on=on, facts=known)
