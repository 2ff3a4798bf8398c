"""Cases by the whole name of their child, within the actor's areas and rights; no record is opened (按姓名找个案)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from graph_model.graph import Graph, Tx
from graph_model.keys.likeness import LikenessIndex
from graph_model.persons.cases import CaseRow
from graph_model.persons.seal import Vault
from graph_model.rows import statements
from knowledge.access.assignment import RELATIONS, Part
from knowledge.access.policy import CaseRelation, relations_reading
from knowledge.casework.likeness import Described, marks
from knowledge.vocabulary import FieldClass
from network.entities import Actor

(CASES_NAMED,) = statements(__file__, "cases_named")
MOST = 50
"""Cases of one name that are listed at most (configured value)."""


async def cases_named(graph: Graph, actor: Actor, vault: Vault, name: str, on: date) -> list[CaseRow] | None:
    """Cases of children of this name; None if the index does not have the names of every child.

    A child whose name the actor may not read costs what an absent one costs: what is filtered is filtered in the
    statement, which is sent with any keys.
    """
    keys = LikenessIndex(vault.store).alike(marks(Described(name=name)))
    if keys is None:
        return None
    by = relations_reading(actor.roles, FieldClass.F2)
    given = {
        "keys": sorted(keys),
        "on": on,
        "first": MOST,
        "by_area": CaseRelation.AREA in by,
        "by_deputy": CaseRelation.DEPUTY in by,
        "by_emergency": CaseRelation.BREAK_GLASS in by,
        "parts": [p.value for p in Part if by & RELATIONS[p]],
    }
    return await graph.read(actor, _named, given)


async def _named(tx: Tx, given: Mapping[str, Any]) -> list[CaseRow]:
    return await tx.rows(CASES_NAMED, CaseRow, **given)
