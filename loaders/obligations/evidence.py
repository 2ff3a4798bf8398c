"""Load evidence and the things it is about: one row a piece of evidence, or only a thing (台账载入)."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from graph_model.jobs.jobs import Stage
from graph_model.jobs.loading import LoadContext, Rejected
from graph_model.obligations import evidence as store
from graph_model.obligations.evidence import Among, Filed
from graph_model.persons import persons
from knowledge.errors import NotFound
from loaders.directory.known import Known
from loaders.intake.contract import Item, Prepared, Source, Topic, Write
from loaders.intake.scope import TAKEN, LoadScope, may_hold_demo
from loaders.obligations.rows import COLUMNS, References, of_row
from loaders.tables.keys import InvalidRow
from loaders.tables.tables import TableRow
from network.obligations.things import Named

ROWS_A_TURN = 50
"""Rows after which other requests are served."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """What an accepted row says."""

    line: int
    named: Named | None
    filed: Filed | None


@dataclass(slots=True)
class _New:
    """Things and evidence that are not in the graph yet."""

    things: dict[str, Item] = field(default_factory=dict)
    filed: dict[str, Item] = field(default_factory=dict)

    def add(self, entry: _Entry) -> None:
        if entry.named:
            self.things[entry.named.key] = Item(entry.line, entry.named.key, entry.named)
        if entry.filed:
            key = entry.filed.record.key
            self.filed[key] = Item(entry.line, key, entry.filed)

    def writes(self) -> list[Write]:
        """Things before the evidence about them."""
        pairs = ((store.put_things, self.things), (store.put_records, self.filed))
        return [Write(put, tuple(items.values())) for put, items in pairs if items]


async def prepare(context: LoadContext, source: Source) -> Prepared:
    """Accept evidence, filed under the actor's name; a key that has another content keeps it."""
    demo = await may_hold_demo(context)
    known = Known(source.file.name, context.network.areas, context.book.kinds, demo=demo)
    references = References(context.book, context.network, known, context.on, context.actor.id)
    accepted, rejected = await _accepted(context, source.rows, references)
    held = await context.graph.read(
        context.actor,
        store.among,
        [s.filed.record.key for s in accepted if s.filed],
        [s.named.key for s in accepted if s.named],
    )
    existed: dict[int, bool] = {}
    earlier: dict[str, Filed] = {}
    repeated, new = 0, _New()
    for entry in accepted:
        first = earlier.setdefault(entry.filed.record.key, entry.filed) if entry.filed else None
        try:
            _check_keys(held, entry, first)
        except InvalidRow as e:
            rejected.append(e.at(entry.line))
            continue
        if entry.filed and first is not entry.filed:
            repeated += 1
            continue
        existed[entry.line] = _in_graph(held, entry)
        if not existed[entry.line]:
            new.add(entry)
    return Prepared(existed, rejected, new.writes, repeated)


async def _accepted(
    context: LoadContext, rows: Sequence[TableRow | Rejected], references: References
) -> tuple[list[_Entry], list[Rejected]]:
    """The rows that can be read and are within the actor's areas."""
    scope = LoadScope(context.network, context.actor, everywhere=context.operator)
    accepted: list[_Entry] = []
    rejected: list[Rejected] = []
    for at, row in enumerate(rows):
        context.course.reached(Stage.CHECKING, at, len(rows))
        if at % ROWS_A_TURN == 0:
            await asyncio.sleep(0)
        if isinstance(row, Rejected):
            rejected.append(row)
            continue
        try:
            accepted.append(await _entry(context, row, references, scope))
        except InvalidRow as e:
            rejected.append(e.at(row.line))
    return accepted, rejected


async def _entry(context: LoadContext, row: TableRow, references: References, scope: LoadScope) -> _Entry:
    """A row; evidence about a child belongs to the area where the child lives, whatever the cell says."""
    named, filed = of_row(row, references)
    if references.obligation(row.cells.get("obligation", "")).objects.of == "minor":
        child = filed.record.object if filed else named.key if named else ""
        try:
            home = await context.graph.read(context.actor, persons.home_of, child)
        except NotFound:
            raise InvalidRow("object", "row.no_such_child") from None
        named = replace(named, area=home) if named else None
        filed = replace(filed, area=home) if filed else None
    for part in (named, filed):
        if part is not None:
            scope.check_area(part.area)
    return _Entry(row.line, named, filed)


def _check_keys(held: Among, entry: _Entry, first: Filed | None) -> None:
    """Compare with the line that first has the key, and with the graph."""
    filed, named = entry.filed, entry.named
    if filed and first and not store.same(first.record, filed.record):
        raise InvalidRow("key", "row.key_has_another_record")
    if filed and filed.record.key in held.records:
        there = held.records[filed.record.key]
        if there is None:
            raise InvalidRow("key", TAKEN)
        if not store.same(there, filed.record):
            raise InvalidRow("key", "row.key_has_another_record")
    if named and named.key in held.things and held.things[named.key] is None:
        raise InvalidRow("object", TAKEN)


def _in_graph(held: Among, entry: _Entry) -> bool:
    """Whether the graph holds everything that the row says."""
    named, filed = entry.named, entry.filed
    there = held.things.get(named.key) if named else None
    same = named is None or (there is not None and _content(there) == _content(named))
    return same and (filed is None or filed.record.key in held.records)


def _content(n: Named) -> tuple[object, ...]:
    return (n.obligation, n.name, n.area, n.since, n.attributes)


RECORDS = Topic("records", prepare, (COLUMNS,), ("records.csv",), about_people=True)
