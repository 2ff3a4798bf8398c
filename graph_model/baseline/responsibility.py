"""Responsibility as one statement (责任的单句查询)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from graph_model.graph import Tx
from graph_model.rows import statements
from knowledge.vocabulary import Role, Verdict

(ASSIGNED,) = statements(__file__, "assigned")


@dataclass(frozen=True, slots=True)
class AssignedRow:
    """A duty with its office and one citation."""

    role: Role
    kind: str
    verdict: Verdict
    body: str | None
    name: str | None
    clause: str | None
    quote: str | None


async def assigned(tx: Tx, matter: str, place: str, on: date, facts: Mapping[str, object]) -> list[AssignedRow]:
    """The same answer as `network.responsibility`, as one statement over the rules in the graph."""
    known = {k: str(v) for k, v in facts.items()}
    return await tx.rows(ASSIGNED, AssignedRow, matter=matter, place=place, on=on, facts=known)
