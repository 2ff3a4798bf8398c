"""Adoption of loaded cases by casework, each with its next visit (载入的个案)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from graph_model.casework.children import of_age
from graph_model.casework.writing import write
from graph_model.graph import Tx
from graph_model.persons.persons import Case
from graph_model.persons.seal import Vault
from graph_model.rows import statements
from knowledge.access.policy import CaseRelation
from knowledge.casework.decide import decide
from knowledge.casework.load import table
from knowledge.casework.order import Around, Decided, Doer, Order, RefusedOrder
from network.entities import Actor

NOBODY: Mapping[str, str] = MappingProxyType({})
(UNADOPTED,) = statements(__file__, "unadopted")


@dataclass(frozen=True, slots=True)
class _Unadopted:
    case: str
    minor: str
    area: str


async def adopt(
    tx: Tx, cases: Sequence[Case], vault: Vault, now: datetime, program: Actor, owners: Mapping[str, str] = NOBODY
) -> frozenset[str]:
    """Make items of cases that are none yet, and return the keys of all; safe to repeat.

    The program does so by a rule, on behalf of whoever loads the file.

    `owners` are the accounts responsible, by case; the others wait for somebody to take them.

    Raises:
        ValueError: The rows refuse what a file loads.
    """
    rows = await tx.rows(UNADOPTED, _Unadopted, cases=[c.id for c in cases])
    doer = Doer(tx.actor.id, program.roles, frozenset({CaseRelation.SYSTEM}))
    months = await of_age(tx, vault, [r.minor for r in rows])
    made: list[Decided] = []
    for row in rows:
        owner = owners.get(row.case)
        form = {"minor": row.minor, "owner": owner}
        order = Order("case", "adopt", form, f"{tx.actor.id}|{row.case}", now, code=row.case)
        around = Around(homes={row.minor: row.area}, accounts={owner: ()} if owner else {}, of_age=months)
        decided = decide(table(), None, order, doer, around)
        made.append(_decided(decided))
    if made:
        events = tuple(e for d in made for e in d.events)
        await write(tx, vault, table(), Decided(events, tuple(i for d in made for i in d.items), ()))
    return frozenset(c.id for c in cases)


def _decided(made: Decided | RefusedOrder) -> Decided:
    if isinstance(made, RefusedOrder):
        raise ValueError(made.code)  # noqa: TRY004  # the rows are wrong, not a type
    return made
