"""Writing of a decision: items, evidence, rights, events; as a whole or not at all (写入).

A statement is limited to the areas of the actor and skips what lies outside: so each returns what it has written,
and an order of which something would be missing is refused with all that it had written.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from graph_model.access.teams import Joining, assign_in
from graph_model.casework import files, likeness
from graph_model.casework.children import register
from graph_model.casework.records import SOURCE, event_row, item_row, subject, subjects
from graph_model.graph import Tx
from graph_model.obligations.evidence import Filed, put_records
from graph_model.persons.seal import Vault
from graph_model.rows import KeyRow, statements
from knowledge.access.assignment import Approval, Part
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.casework.item import WorkItem
from knowledge.casework.order import Decided, Filing
from knowledge.casework.table import Casework
from knowledge.errors import Conflict, NotFound
from knowledge.messages.message import DEFAULT, message
from knowledge.obligations.standing import Record, Result
from knowledge.vocabulary import FieldClass
from network.entities import Actor

PUT_ITEMS, HOLD, WITHDRAW, MOVE, DISMISS, MERGE, PUT_EVENTS = statements(
    __file__, "put_items", "hold", "withdraw", "move", "dismiss", "merge", "put_events"
)


@dataclass(frozen=True, slots=True)
class _WrittenRow:
    written: int


@dataclass(frozen=True, slots=True)
class _PutRow:
    key: str
    left: tuple[str, ...]
    """Previous area and responsible account of the item, where they changed, and accounts no longer asked, as
    `asked:ACCOUNT`.
    """


async def write(tx: Tx, vault: Vault, table: Casework, decided: Decided) -> None:
    """Write what was decided, whole; the roots are locked. The events come last: every order waits for them.

    Raises:
        Conflict: An item is not what was judged, or a new one exists already; a record of evidence is another area's.
        NotFound: The item is not about the child that moves; the child whose record is joined is not in the areas.
    """
    items = {i.id: i for i in decided.items}
    vault.provide(subject(items[e.item], FieldClass(c)) for e in decided.events for c in e.sealed)
    likeness.mark(vault, decided.events, items)
    on = decided.events[0].at.astimezone(SHANGHAI).date()
    if decided.registered:
        await register(tx, vault, decided.registered, on)
    changed = Counter(e.item for e in decided.events)
    rows = [{**item_row(table, i), "before": i.version - changed[i.id]} for i in decided.items]
    written = {r.key: r.left for r in await tx.rows(PUT_ITEMS, _PutRow, items=rows, key=uuid4().hex)}
    if len(written) < len(rows):
        raise Conflict("item", decided.item.id)
    await tx.rows(HOLD, KeyRow, roots=sorted({i.root for i in decided.items}))
    entries = list(_event_rows(vault, decided, items, written))
    for event, row in zip(decided.events, entries, strict=True):
        await files.put(tx, vault, event, row["row"]["version"], subjects(event, items[event.item]))
    if decided.moved:
        minor, area = decided.moved
        if not await tx.rows(MOVE, KeyRow, item=decided.item.id, minor=minor, area=area):
            raise NotFound("child", minor)
    await _file(tx, decided)
    await _settle(tx, decided, on, vault)
    put = await tx.row(PUT_EVENTS, _WrittenRow, events=entries)
    if put is None or put.written < len(entries):
        raise Conflict("item", decided.item.id)


async def _settle(tx: Tx, decided: Decided, on: date, vault: Vault) -> None:
    """Write the rights and the joined records of an order; the case is locked with its root.

    Raises:
        BadInput: The account that is invited, or the approval, does not do.
        NotFound: No such account, or the child is not in the actor's areas.
    """
    if (admitted := decided.admitted) is not None:
        reason = message("casework.conference", item=admitted.item).text(DEFAULT)
        approval = Approval(tx.actor.id, reason, on, admitted.until + timedelta(days=1))
        await assign_in(tx, Joining(admitted.case, admitted.account, Part.MEMBER, approval), on, vault, own=True)
    if decided.dismissed is not None:
        case, accounts = decided.dismissed
        reason = message("casework.conference", item=decided.item.id).text(DEFAULT)
        await tx.rows(DISMISS, KeyRow, case=case, accounts=list(accounts), reason=reason, on=on)
    if decided.merged is not None:
        minor, same_as = decided.merged
        if not await tx.rows(MERGE, KeyRow, minor=minor, same_as=same_as):
            raise NotFound("child", minor)


async def _file(tx: Tx, decided: Decided) -> None:
    """Put evidence in doubt, and file what the order gives."""
    for item in decided.withdrawn:
        await tx.rows(WITHDRAW, KeyRow, item=item, source=SOURCE, result=Result.DOUBTFUL.value)
    if decided.filings:
        written = await put_records(tx, [_filed(f, tx.actor) for f in decided.filings])
        for filing in decided.filings:
            if filing.key not in written:
                raise Conflict("record", filing.key)


def _event_rows(
    vault: Vault, decided: Decided, items: dict[str, WorkItem], written: Mapping[str, tuple[str, ...]]
) -> Iterable[dict[str, Any]]:
    """Return the events with the version of their item after each; the last of an item includes what it has left."""
    left = {i: sum(e.item == i for e in decided.events) for i in items}
    for event in decided.events:
        left[event.item] -= 1
        item = items[event.item]
        row = event_row(vault, event, item.version - left[event.item], item)
        yield {**row, "left": list(written[event.item]) if not left[event.item] else []}


def _filed(f: Filing, actor: Actor) -> Filed:
    record = Record(f.key, f.obligation, f.component, f.object, f.occurred_on, f.recorded_on, f.kind, Result.OK)
    return Filed(record, f.area, actor.id, source=SOURCE)
