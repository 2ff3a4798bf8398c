"""Load evidence and the things it is about: one row a piece of evidence, or only a thing (台账载入)."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Self

from graph_model.jobs.jobs import Stage
from graph_model.jobs.loading import LoadContext, Rejected
from graph_model.obligations import evidence as store
from graph_model.obligations.evidence import Among, Filed
from graph_model.persons import persons
from loaders.directory.known import Known
from loaders.intake.contract import Item, Prepared, Source, Topic, Write
from loaders.intake.read import check_lines, read_each, read_lines
from loaders.intake.scope import TAKEN, LoadScope, may_hold_demo
from loaders.obligations.rows import COLUMNS, References, of_row
from loaders.tables.keys import InvalidRow
from loaders.tables.tables import TableRow
from network.obligations.things import Named


@dataclass(frozen=True, slots=True)
class _Entry:
    """Content of a row."""

    named: Named | None
    filed: Filed | None
    child: str | None
    """The key of the child that it is about."""

    def at(self, area: str) -> Self:
        """The entry, as of an area."""
        named = replace(self.named, area=area) if self.named else None
        return replace(self, named=named, filed=replace(self.filed, area=area) if self.filed else None)


@dataclass(slots=True)
class _New:
    """Things and evidence that are not in the graph yet."""

    things: dict[str, Item] = field(default_factory=dict)
    filed: dict[str, Item] = field(default_factory=dict)

    def add(self, line: int, entry: _Entry) -> None:
        if entry.named:
            self.things[entry.named.key] = Item(line, entry.named.key, entry.named)
        if entry.filed:
            key = entry.filed.record.key
            self.filed[key] = Item(line, key, entry.filed)

    def writes(self) -> list[Write]:
        """Things before the evidence about them."""
        pairs = ((store.put_things, self.things), (store.put_records, self.filed))
        return [Write(put, tuple(items.values())) for put, items in pairs if items]


async def prepare(context: LoadContext, source: Source) -> Prepared:
    """Accept evidence, filed under the actor's name; a key in use for another content is not overwritten.

    A key that evidence of other areas has is free here: a file reveals nothing of what is on file there.
    """
    demo = await may_hold_demo(context)
    known = Known(source.file.name, context.network.areas, context.book.kinds, demo=demo)
    references = References(context.book, context.network, known, context.on, context.actor.id)
    accepted, rejected = await _accepted(context, source.rows, references)
    held = await context.graph.read(
        context.actor,
        store.among,
        [key for _, e in accepted if e.filed for key in (e.filed.record.key, store.own_key(e.filed))],
        [e.named.key for _, e in accepted if e.named],
    )
    accepted = [(line, _under_own_key(held, e)) for line, e in accepted]
    existed: dict[int, bool] = {}
    earlier: dict[str, Filed] = {}
    repeated, new = 0, _New()

    def check(entry: _Entry) -> None:
        first = earlier.setdefault(entry.filed.record.key, entry.filed) if entry.filed else None
        _check_keys(held, entry, first)

    for line, entry in check_lines(accepted, check, rejected):
        if entry.filed and earlier[entry.filed.record.key] is not entry.filed:
            repeated += 1
            continue
        existed[line] = _in_graph(held, entry)
        if not existed[line]:
            new.add(line, entry)
    return Prepared(existed, rejected, new.writes, repeated)


async def _accepted(
    context: LoadContext, rows: Sequence[TableRow | Rejected], references: References
) -> tuple[list[tuple[int, _Entry]], list[Rejected]]:
    """The rows that can be read and are within the actor's areas, with their lines."""
    scope = LoadScope(context.network, context.actor, everywhere=context.operator)
    rejected: list[Rejected] = []
    read = partial(_entry, references=references)
    entries = await asyncio.to_thread(lambda: list(read_each(_watched(context, rows), read, rejected)))
    children = {e.child for _, e in entries if e.child}
    homes = await context.graph.read(context.actor, persons.homes_of, sorted(children)) if children else {}
    at_home = read_lines(entries, partial(_at_home, homes=homes), rejected)
    return list(check_lines(at_home, partial(_check_scope, scope=scope), rejected)), rejected


def _watched(context: LoadContext, rows: Sequence[TableRow | Rejected]) -> Iterator[TableRow | Rejected]:
    """The rows, each reported when it is reached."""
    for at, row in enumerate(rows):
        context.course.reached(Stage.CHECKING, at, len(rows))
        yield row


def _entry(row: TableRow, references: References) -> _Entry:
    named, filed = of_row(row, references)
    about_child = references.obligation(row.cells.get("obligation", "")).objects.of == "minor"
    return _Entry(named, filed, (filed.record.object if filed else named.key if named else "") if about_child else None)


def _at_home(entry: _Entry, homes: Mapping[str, str]) -> _Entry:
    """Return evidence about a child in the area of the child's home, whatever the cell contains."""
    if entry.child is None:
        return entry
    if entry.child not in homes:
        raise InvalidRow("object", "row.no_such_child")
    return entry.at(homes[entry.child])


def _check_scope(entry: _Entry, scope: LoadScope) -> None:
    for part in (entry.named, entry.filed):
        if part is not None:
            scope.check_area(part.area)


def _under_own_key(held: Among, entry: _Entry) -> _Entry:
    """The entry with the area in its key, if evidence outside the actor's areas has the key."""
    filed = entry.filed
    if filed is None or held.records.get(filed.record.key, filed.record) is not None:
        return entry
    return replace(entry, filed=replace(filed, record=replace(filed.record, key=store.own_key(filed))))


def _check_keys(held: Among, entry: _Entry, first: Filed | None) -> None:
    """Compare with the line that first has the key, and with the graph."""
    filed, named = entry.filed, entry.named
    if filed and first and not store.same(first.record, filed.record):
        raise InvalidRow("key", "row.key_has_another_record")
    there = held.records.get(filed.record.key) if filed else None
    if filed and there and not store.same(there, filed.record):
        raise InvalidRow("key", "row.key_has_another_record")
    if named and named.key in held.things and held.things[named.key] is None:
        raise InvalidRow("object", TAKEN)


def _in_graph(held: Among, entry: _Entry) -> bool:
    """True if the graph contains everything in the row."""
    named, filed = entry.named, entry.filed
    there = held.things.get(named.key) if named else None
    same = named is None or (there is not None and _content(there) == _content(named))
    return same and (filed is None or filed.record.key in held.records)


def _content(n: Named) -> tuple[object, ...]:
    return (n.obligation, n.name, n.area, n.since, n.attributes)


RECORDS = Topic("records", prepare, (COLUMNS,), ("records.csv",), about_people=True)
