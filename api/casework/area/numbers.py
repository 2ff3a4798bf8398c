"""Query.caseworkNumbers: the numbers of a quarter, each with its list (一季的数)."""

from collections.abc import Mapping, Sequence
from datetime import datetime as DateTime
from datetime import time as Time

import strawberry

from api.casework.names import addressed, named
from api.casework.parts import now
from api.casework.standing import WHY, reads_items
from api.common import Citation, Info, citations
from api.enums import labelled
from api.request.context import Context
from api.request.paging import bounded
from graph_model.casework.area.numbers import reported, touched
from knowledge.calendar.deadlines import SHANGHAI, plus_months
from knowledge.calendar.quarters import Quarter
from knowledge.casework.load import table
from knowledge.casework.numbers.counting import Line, NumberCount, counted
from knowledge.casework.numbers.load import numbers
from knowledge.casework.numbers.rows import NumberRow
from knowledge.casework.rows import FieldType
from knowledge.errors import BadInput
from knowledge.messages.message import message
from knowledge.roles import ActorRole
from knowledge.vocabulary import FieldClass

MOST_LINES = 2000
MEDIAN, NINE_OF_TEN = 0.5, 0.9
REPORTERS = "reporters"
"""The group of those who must report by law and have accounts of their own (`settings.toml`)."""
SILENT = 12
"""Months without any report after which a kind of reporter is named (configured value)."""
SOONEST = Quarter(2020, 1)
"""Earliest quarter that can be requested: nothing was recorded before."""


@strawberry.type
class NumberGroup:
    """Number of items of one group."""

    code: str
    label: str
    count: int


@strawberry.type
class NumberLine:
    """One thing that a number counts."""

    code: str
    item_kind_label: str
    state_label: str
    child: str | None
    area: str
    at: DateTime
    group_label: str
    days: float | None
    late: bool


@strawberry.type
class CaseworkNumber:
    """A number of a quarter."""

    code: str
    label: str
    count: int
    groups: list[NumberGroup]
    late: int | None
    waiting: int | None
    median_days: float | None
    ninth_days: float | None
    basis: str
    citations: list[Citation]
    counted: strawberry.Private[NumberCount]
    names: strawberry.Private[Mapping[str, str | None]]

    @strawberry.field
    def lines(self, info: Info, first: int = 100) -> list[NumberLine]:
        """Return the counted lines, the latest last."""
        bounded("first", first, MOST_LINES)
        c, lines = info.context, sorted(self.counted.lines, key=lambda x: (x.at, x.item.id))[:first]
        c.trail.opened(sorted({x.item.minor for x in lines if x.item.minor}), (FieldClass.F1,), WHY)
        return [_line(c, self.counted.row, x, self.names.get(x.item.id)) for x in lines]


@strawberry.type
@labelled
class CaseworkNumbers:
    """The numbers of a quarter, until now where it is not over."""

    quarter: str
    start: DateTime
    end: DateTime
    over: bool
    near: list[str]
    """Quarters before and after it of which numbers can be requested."""
    numbers: list[CaseworkNumber]
    silent: list[ActorRole]


@strawberry.type
class CaseworkNumberQuery:
    """Casework in numbers."""

    @strawberry.field
    async def casework_numbers(
        self, info: Info, area: str | None = None, quarter: str | None = None, codes: list[str] | None = None
    ) -> CaseworkNumbers | None:
        """Return numbers only to callers who may read the items one by one, and so may count them."""
        c, at = reads_items(info, area), now()
        latest = Quarter.of(at.date())
        of = Quarter.parse(quarter) if quarter else latest
        if not SOONEST <= of <= latest:
            raise BadInput("quarter", "input.quarter")
        rows = [r for r in numbers() if codes is None or r.code in codes]
        known = await c.graph.read(c.actor, touched, area, of.start)
        since = plus_months(at.date(), -SILENT)
        heard = await c.graph.read(c.actor, reported, area, DateTime.combine(since, Time(), SHANGHAI))
        owed = {role for role, _ in table().who[REPORTERS]}
        end, names = min(of.end, at), {t.track.item.id: t.pseudonym for t in known}
        made = counted(rows, [t.track for t in known], of.start, end)
        return CaseworkNumbers(
            quarter=str(of),
            start=of.start,
            end=end,
            over=of.end <= at,
            near=[str(q) for q in (of.before, of.following) if SOONEST <= q <= latest],
            numbers=[_number(c, n, names, end) for n in made],
            silent=[r for r in ActorRole if r in owed and r.value not in heard],
        )


def _number(c: Context, n: NumberCount, names: Mapping[str, str | None], end: DateTime) -> CaseworkNumber:
    row, on = n.row, min(end, now()).astimezone(SHANGHAI).date()
    return CaseworkNumber(
        code=row.code,
        label=str(row),
        count=len(n.lines),
        groups=[NumberGroup(code=g, label=_label(c, row, g), count=k) for g, k in n.groups.items()] if row.by else [],
        late=n.late if row.late else None,
        waiting=n.waiting if row.until else None,
        median_days=n.days(MEDIAN),
        ninth_days=n.days(NINE_OF_TEN),
        basis=row.basis,
        citations=citations(c.book.texts.cited(row.cite, on)),
        counted=n,
        names=names,
    )


def _line(c: Context, row: NumberRow, x: Line, child: str | None) -> NumberLine:
    kind, area = table().kinds[x.item.kind], c.history.areas.get(x.item.area)
    return NumberLine(
        code=x.item.id,
        item_kind_label=str(kind),
        state_label=str(kind.state_of(x.item.state)),
        child=child,
        area=area.name if area else x.item.area,
        at=x.at,
        group_label=_label(c, row, x.group) if row.by else "",
        days=x.days,
        late=x.late,
    )


def _label(c: Context, row: NumberRow, code: str) -> str:
    """Return the label of a group."""
    if not code:
        return _untold(c, row)
    if row.by == "role":
        return ActorRole(code).label
    if row.by == "kind":
        return str(table().kinds[code])
    kind = table().kinds[row.item]
    if row.by == "state":
        return str(kind.state_of(code))
    if row.by == "until":
        return str(kind.action_of(code) or code)
    return _value(c, row, code)


def _untold(c: Context, row: NumberRow) -> str:
    """Return the label of the group without a code; a body outside the system is no field that nobody has filled in."""
    if row.item in table().kinds and row.by == table().kinds[row.item].addressee:
        return addressed(c, row.item, "").name
    return str(message("numbers.still" if row.by == "until" else "numbers.untold"))


def _value(c: Context, row: NumberRow, code: str) -> str:
    field = table().kinds[row.item].field_of(row.by or "")
    if field is None:
        return code
    values: Sequence[str] = [str(v) for v in field.values if v.code == code]
    return values[0] if field.type is FieldType.CHOICE and values else named(c, field.type, code)
