"""Query.childrenInDanger: the children whom a supervisor sees first (处境危险的孩子)."""

import strawberry

from api.casework.parts import now
from api.casework.standing import reads_items
from api.casework.types import WorkItem
from api.common import Info
from api.request.paging import Connection, forward, key_of, size_of
from graph_model.casework.danger import FIRST_PLACE, InDanger, Place, count_in_danger, in_danger, placed
from knowledge.casework.load import table
from knowledge.errors import BadInput


@strawberry.type
class DangerReason:
    """Reason why a child is in danger, by a row."""

    code: str
    label: str
    source: str


@strawberry.type
class ChildInDanger:
    """Child in danger: the item with the gravest reason, and all reasons."""

    item: WorkItem
    reasons: list[DangerReason]


def _after(given: str | None) -> Place:
    key = key_of(given)
    try:
        return placed(key) if key else FIRST_PLACE
    except ValueError:
        raise BadInput("after", "input.not_a_cursor") from None


def _reasons(row: InDanger) -> list[DangerReason]:
    return [DangerReason(code=d.code, label=str(d), source=d.source) for d in table().dangers if d.code in row.reasons]


@strawberry.type
class DangerQuery:
    """Children in danger."""

    @strawberry.field
    async def children_in_danger(
        self, info: Info, area: str | None = None, first: int | None = None, after: str | None = None
    ) -> Connection[ChildInDanger] | None:
        """Each child once, the gravest first."""
        size, place = size_of(first), _after(after)
        c = reads_items(info)
        at, dangers = now(), table().dangers
        rows = await c.graph.read(c.actor, in_danger, dangers, at, area, size + 1, place)
        total = await c.graph.read(c.actor, count_in_danger, dangers, at, area)

        def made(row: InDanger) -> ChildInDanger:
            return ChildInDanger(item=WorkItem.listed(c, row), reasons=_reasons(row))

        return forward(((r.key, r) for r in rows), made, size, after or "", total)
