"""Rows of the directory, checked against the file, the actor's areas and the graph (名录核对)."""

import asyncio
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain

from graph_model.directory import records as store
from graph_model.directory.records import Record, batches, key_of
from graph_model.jobs.loading import LoadContext, Rejected
from knowledge.messages.message import message
from knowledge.vocabulary import AreaLevel
from loaders.directory.doubts import DOUBTS
from loaders.directory.forms import Form, read_row
from loaders.directory.known import Known
from loaders.intake.contract import Item, Prepared, Source, Write
from loaders.intake.read import check_lines, read_each
from loaders.intake.scope import LoadScope, in_graph, may_hold_demo
from loaders.tables.keys import InvalidRow
from loaders.tables.tables import TableRow
from network.entities import Area, Body, Holder, Segment, ServicePoint
from network.local import LocalClause, LocalDocument
from network.standards import BenefitStandard
from network.terms import SchoolPeriod

ORDER = tuple(store.PUT)
"""Kinds of records, each after those that it rests on."""
CONTRADICTS: Mapping[type, str] = {
    Area: "row.contradicts",
    LocalDocument: "row.document_differs",
    LocalClause: "row.contradicts",
    BenefitStandard: "row.contradicts",
    SchoolPeriod: "row.contradicts",
}
"""Messages on two contents of one key, by type, for records of which no second can exist."""
SECOND = re.compile(r"(?:holder-)?\w+@\d{12}(?:#\d+)?")
"""The key of what an area may have a second of; a school has an identifier or a name."""
Key = tuple[str, str]
"""Kind of record, and its key or external identifier."""


@dataclass(slots=True)
class Gathered:
    """The records of a file by key, each with the line that first gave it."""

    records: dict[Key, tuple[int, Record]] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)
    repeated: set[int] = field(default_factory=set)
    """Lines that give only records of earlier lines."""

    def add(self, line: int, records: Iterable[Record]) -> None:
        """Take all records of a line, or none: a line that contradicts an earlier line is rejected."""
        new: dict[Key, tuple[int, Record]] = {}
        count = 0
        for r in records:
            count += 1
            for key in _keys(r):
                earlier = self.records.get(key) or new.get(key)
                if earlier is not None and earlier[1] != r:
                    second = SECOND.fullmatch(key_of(r)) is not None
                    reason = CONTRADICTS.get(type(r), "row.contradicts_or_second" if second else "row.contradicts")
                    self.rejected.append(Rejected(line, message(reason, line=earlier[0])))
                    return
                if earlier is None:
                    new[key] = (line, r)
        if count and not new:
            self.repeated.add(line)
        self.records |= new

    def leave_out(self, doubts: Mapping[int, InvalidRow]) -> None:
        """Reject lines that are doubtful beside the others."""
        self.rejected += [e.at(line) for line, e in doubts.items()]
        self.records = {key: (line, r) for key, (line, r) in self.records.items() if line not in doubts}

    def groups(self) -> list[list[tuple[int, Record]]]:
        """Records of one kind each, in the order of writing: parents before children, versions before clauses."""
        groups: dict[tuple[int, int], list[tuple[int, Record]]] = {}
        for (_, key), (line, r) in self.records.items():
            if key == key_of(r):
                depth = list(AreaLevel).index(r.level) if isinstance(r, Area) else 0
                groups.setdefault((depth, ORDER.index(type(r))), []).append((line, r))
        return [groups[k] for k in sorted(groups)]


def _keys(record: Record) -> list[Key]:
    """A record's key, and its external identifier, which must be unique too."""
    kind = type(record).__name__
    external = record.external_id if isinstance(record, Body | ServicePoint) else None
    return [(kind, key_of(record)), *([(kind, f"external {external}")] if external else [])]


def gather(form: Form, rows: Iterable[TableRow | Rejected], known: Known) -> Gathered:
    """Read rows into records and rejects."""
    gathered = Gathered()
    for line, built in read_each(rows, partial(read_row, form, known=known), gathered.rejected):
        gathered.rejected += [b for b in built if isinstance(b, Rejected)]
        gathered.add(line, [b for b in built if not isinstance(b, Rejected)])
    for doubt in DOUBTS:
        gathered.leave_out(doubt([*gathered.records.values()], known))
    return gathered


async def prepare(forms: Sequence[Form], context: LoadContext, source: Source) -> Prepared:
    """Accept the records that are within the actor's scope, and note which are already in the graph."""
    demo = await may_hold_demo(context)
    known = Known.of(context, source.file.name, demo=demo)
    gathered = await asyncio.to_thread(gather, forms[source.form], source.rows, known)
    groups, refused = _in_scope(context, gathered)
    held = await _not_in_snapshot(context, [r for group in groups for _, r in group])
    existed: dict[int, bool] = {}
    new: list[tuple[Item, ...]] = []
    for group in groups:
        items = []
        for line, r in group:
            known_already = in_graph(context.network, r, held)
            existed[line] = existed.get(line, True) and known_already
            if not known_already:
                items.append(Item(line, key_of(r), r))
        new.append(tuple(items))
    writes = [Write(store.put, items) for items in new if items]
    return Prepared(
        existed,
        [*gathered.rejected, *refused],
        lambda: writes,
        len(gathered.repeated),
    )


def _in_scope(context: LoadContext, gathered: Gathered) -> tuple[list[list[tuple[int, Record]]], list[Rejected]]:
    """The groups without the lines of which a record is out of scope."""
    scope = LoadScope(context.network, context.actor, everywhere=context.operator)
    groups, rejected = gathered.groups(), list[Rejected]()
    for _ in check_lines(chain.from_iterable(groups), scope.check, rejected):
        pass
    refused = {r.line: r for r in rejected}
    return [[(line, r) for line, r in group if line not in refused] for group in groups], list(refused.values())


async def _not_in_snapshot(context: LoadContext, records: Sequence[Record]) -> frozenset[Record]:
    """Return stored records with the keys of these, for the kinds that the network snapshot leaves out."""
    held: set[Record] = set()
    for part in batches([r for r in records if isinstance(r, Segment | Holder)]):
        held.update(await context.graph.read(context.actor, store.among, part))
    return frozenset(held)
