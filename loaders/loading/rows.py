"""The rows of a handed file: within somebody's areas, compared with what stands, written in one transaction (逐行)."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from graph_model.directory import records
from graph_model.directory.records import Record, Step, key_of
from graph_model.jobs.jobs import Stage
from graph_model.jobs.loading import Desk, Handed
from graph_model.obligations import evidence as obligations
from graph_model.obligations.evidence import Filed
from graph_model.persons import intake, persons
from graph_model.persons.intake import Intake
from knowledge.errors import BadInput, NotFound
from knowledge.rows.rows import BodyKind
from loaders.directory.known import NOT_LOADED, Known
from loaders.intake.files import KINDS_FOR, NO_KIND, gather
from loaders.loading.outcome import Outcome, counted, few
from loaders.loading.scope import OUTSIDE, TAKEN, Scope, stands
from loaders.obligations import evidence as evidence_loader
from loaders.persons import dossiers as people
from loaders.tables.cells import Refused
from loaders.tables.tables import Column, Rejected, Row, read_table
from network.obligations.things import Named

DOSSIERS = "页面载入的个案档案"
"""The source of dossiers: a file's name may name a child."""
BREATH = 50
"""Rows after which others have their turn."""
CONFLICT = "编号 key已有不同内容，未改动；换一个编号 / the key stands with another content: use another"


async def network_rows(desk: Desk, topic: str, file: Handed, *, preview: bool) -> Outcome:
    """Areas, offices, places, posts, figures, house numbers."""
    kinds: Mapping[str, BodyKind] = desk.book.kinds if topic in KINDS_FOR else {}
    known = Known(file.name, desk.network.areas, kinds)
    found, _ = await asyncio.to_thread(gather, topic, file, known, desk.rows_read)
    few(found.read)
    scope, rejected = Scope(desk.network, desk.actor), list(found.rejected)
    groups = [[(line, r) for line, r in group] for group in found.of_one_kind()]
    refused = {line: why for group in groups for line, r in group if (why := scope.refused(r))}
    rejected += [Rejected(line, why) for line, why in refused.items()]
    kept = [[(line, r) for line, r in group if line not in refused] for group in groups]
    everything = [r for group in kept for _, r in group]
    others = frozenset(await desk.graph.read(desk.actor, records.among, everything))
    lines: defaultdict[int, list[bool]] = defaultdict(list)
    fresh: list[list[Record]] = []
    where: dict[tuple[str, str], int] = {}
    for group in kept:
        fresh.append([])
        for line, r in group:
            old = stands(desk.network, r, others)
            lines[line].append(old)
            if not old:
                fresh[-1].append(r)
                where[type(r).__name__, key_of(r)] = line
    if not preview and where:
        step = _writing(desk, sum(map(len, fresh)))
        written = await desk.write(records.put_whole, [g for g in fresh if g], step)
        lost = [line for (_, key), line in where.items() if key not in written]
        rejected += [Rejected(line, NO_KIND if topic == "bodies" else NOT_LOADED) for line in lost]
        for line in lost:
            lines.pop(line, None)
    return counted(found.read, {n: all(old) for n, old in lines.items()}, rejected, found.repeated)


async def dossiers(desk: Desk, file: Handed, *, preview: bool) -> Outcome:
    """Children's dossiers: new ones only. One that stands is left as it is, and nothing of it is compared or told.

    Raises:
        BadInput: the service has no key store.
    """
    vault = desk.vault
    if vault is None:
        raise BadInput("topic", "settings.no_key_store")
    known = Known(DOSSIERS, desk.network.areas, {})
    rows = await asyncio.to_thread(_rows, desk, file, people.COLUMNS)
    few(len(rows))
    outcomes = await asyncio.to_thread(lambda: list(people.of_rows(rows, known, desk.on)))
    desk.course.reached(Stage.CHECKING, len(rows), len(rows))
    scope, rejected = Scope(desk.network, desk.actor), [o for o in outcomes if isinstance(o, Rejected)]
    taken: list[tuple[int, Intake]] = []
    for row, o in zip(rows, outcomes, strict=True):
        if isinstance(o, Intake) and o.area not in scope.inside:
            rejected.append(Rejected(row.line, f"社区 area: {OUTSIDE}"))
        elif isinstance(o, Intake):
            taken.append((row.line, o))
    held = await desk.graph.read(desk.actor, persons.taken, [i.key for _, i in taken])
    rejected += [Rejected(line, f"档案编号 key: {TAKEN}") for line, i in taken if held.get(i.key) is False]
    fresh = [i for _, i in taken if i.key not in held]
    if fresh and not preview:
        desk.told([i.key for i in fresh])
        vault.provide(i.key for i in fresh)
        groups = intake.records(vault, fresh)
        await desk.write(persons.put_whole, groups, _writing(desk, sum(map(len, groups))))
    lines = {line: i.key in held for line, i in taken if held.get(i.key) is not False}
    return counted(len(rows), lines, rejected)


async def evidence(desk: Desk, file: Handed, *, preview: bool) -> Outcome:
    """Evidence of continuing duties: filed under the name of who handed it in; a key keeps its content."""
    known = Known(file.name, desk.network.areas, desk.book.kinds)
    against = evidence_loader.Against(desk.book, desk.network, known, desk.on)
    rows = await asyncio.to_thread(_rows, desk, file, evidence_loader.COLUMNS)
    few(len(rows))
    scope, rejected, taken = Scope(desk.network, desk.actor), [], []
    for at, row in enumerate(rows):
        desk.course.reached(Stage.CHECKING, at, len(rows))
        if at % BREATH == 0:
            await asyncio.sleep(0)
        said = await _one(desk, row, against, scope)
        if isinstance(said, Rejected):
            rejected.append(said)
        else:
            taken.append((row.line, *said))
    filed, named = [f for _, _, f in taken if f], [n for _, n, _ in taken if n]
    held = await desk.graph.read(
        desk.actor, obligations.among, [f.record.key for f in filed], [n.key for n in named]
    )  # fmt: skip
    lines: dict[int, bool] = {}
    seen: dict[str, Filed] = {}
    repeated, kept_named, kept_filed = 0, [], []
    for line, n, f in taken:
        earlier = seen.setdefault(f.record.key, f) if f else None
        why = _clash(held, n, f, earlier)
        if why:
            rejected.append(Rejected(line, why))
            continue
        if f and earlier is not f:
            repeated += 1
            continue
        old = _old(held, n, f)
        lines[line] = old
        kept_named += [n] if n and not old else []
        kept_filed += [f] if f and not old else []
    if not preview and (kept_named or kept_filed):
        things = list({n.key: n for n in kept_named}.values())
        step = _writing(desk, len(kept_filed) + len(things))
        await desk.write(obligations.put_whole, kept_filed, things, step)
    return counted(len(rows), lines, rejected, repeated)


def _rows(desk: Desk, file: Handed, columns: Sequence[Column]) -> list[Row | Rejected]:
    """Every row of a file, counted while it is read."""
    found: list[Row | Rejected] = []
    for row in read_table(file, columns).rows:
        found.append(row)
        desk.rows_read(len(found))
    return found


def _writing(desk: Desk, total: int) -> Step:
    """Tells how many of the records are written."""
    return lambda done: desk.course.reached(Stage.WRITING, done, total)


async def _one(
    desk: Desk, row: Row | Rejected, against: evidence_loader.Against, scope: Scope
) -> tuple[Named | None, Filed | None] | Rejected:
    """What a row says, within the actor's areas; a child is where it lives, not where a cell says."""
    if isinstance(row, Rejected):
        return row
    try:
        named, filed = evidence_loader.of_row(row, against)
    except Refused as e:
        return Rejected(row.line, e.reason)
    o = against.obligation(row.cells.get("obligation", ""))
    if o.objects.of == "minor":
        key = filed.record.object if filed else named.key if named else ""
        try:
            home = await desk.graph.read(desk.actor, persons.home_of, key)
        except NotFound:
            return Rejected(
                row.line, "对象 object: 没有这个编号，或不在你的辖区 / no such number, or outside your areas"
            )
        named = replace(named, area=home) if named else None
        filed = replace(filed, area=home) if filed else None
    if any(x.area not in scope.inside for x in (named, filed) if x):
        return Rejected(row.line, f"区划 area: {OUTSIDE}")
    return named, replace(filed, by=desk.actor.id) if filed else None


def _clash(held: obligations.Among, n: Named | None, f: Filed | None, earlier: Filed | None) -> str | None:
    if f and earlier and not obligations.same(earlier.record, f.record):
        return CONFLICT
    if f and f.record.key in held.records:
        there = held.records[f.record.key]
        if there is None:
            return f"编号 key: {TAKEN}"
        if not obligations.same(there, f.record):
            return CONFLICT
    return f"对象 object: {TAKEN}" if n and n.key in held.things and held.things[n.key] is None else None


def _old(held: obligations.Among, n: Named | None, f: Filed | None) -> bool:
    """Whether all that a row says stands already."""
    there = held.things.get(n.key) if n else None
    known = n is None or (there is not None and _said(there) == _said(n))
    return known and (f is None or f.record.key in held.records)


def _said(n: Named) -> Sequence[object]:
    return (n.obligation, n.name, n.area, n.since, n.attributes)
