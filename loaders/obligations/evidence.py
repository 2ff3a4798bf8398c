"""Evidence and the things it is about, from a file: one row a piece of evidence, or only a thing (台账载入)."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from graph_model import schema
from graph_model.directory import snapshot as network
from graph_model.graph import Graph
from graph_model.obligations import evidence as obligations
from graph_model.obligations.evidence import Filed
from knowledge.obligations.standing import Record, Result
from knowledge.rows.obligations import Attribute, Evidence, Obligation
from knowledge.rulebook.book import Rulebook
from knowledge.situation.truth import truth
from knowledge.vocabulary import ActorRole
from loaders.directory.forms import SOURCE, column
from loaders.directory.known import Known
from loaders.intake.files import LOADER, SHOWN
from loaders.tables import cells
from loaders.tables.cells import Refused
from loaders.tables.tables import Rejected, Row, read_table
from network.entities import Actor, Body, ServicePoint
from network.obligations.things import Named, area_of
from network.snapshot import Network

COLUMNS = (
    column("obligation", "义务", required=True),
    column("object", "对象", required=True),
    column("occurred_on", "发生日期", required=True),
    column("kind", "证据", "证据种类"),
    column("component", "要素"),
    column("result", "结果"),
    column("reason", "原因"),
    column("demand_done", "已处置"),
    column("recorded_on", "登记日期"),
    column("area", "区划"),
    column("since", "起始日期", "事件日期"),
    column("attributes", "属性"),
    column("key", "编号"),
    SOURCE,
)
REASONS = 40
"""Characters of a reason: a code or a few words, never a story about a child."""


@dataclass(frozen=True, slots=True)
class RecordsReport:
    """What became of a file of evidence."""

    read: int
    records: int
    things: int
    rejected: tuple[Rejected, ...]
    unused: tuple[str, ...]
    written: bool

    def text(self) -> str:
        """For people."""
        verb = "写入 / written" if self.written else "预览，未写入 / preview, nothing written"
        head = (
            f"读 {self.read} 行 · 台账 {self.records} 条、对象 {self.things} 个（{verb}）· 拒绝 {len(self.rejected)} 行"
        )
        said = [head, *([f"  未用的列 / columns not used: {'、'.join(self.unused)}"] if self.unused else [])]
        return "\n".join([*said, *(f"  第{r.line}行 / line {r.line}: {r.reason}" for r in self.rejected[:SHOWN])])


@dataclass(frozen=True)
class Against:
    """What a row is read against."""

    book: Rulebook
    network: Network
    known: Known
    on: date

    def obligation(self, text: str) -> Obligation:
        """By code or whole name."""
        said = cells.whole(text, "义务 obligation").strip()
        found = self.book.obligations.get(said) or next(
            (o for o in self.book.obligations.values() if o.name == said), None
        )
        if found is None:
            raise Refused("义务 obligation: 规则库中没有 / is not in the rulebook")
        return found

    def place(self, o: Obligation, text: str, area: str) -> tuple[str, str, str]:
        """Key, name and area of the thing: one of the network, a child's number, or one that the file names."""
        said = cells.whole(text, "对象 object").strip()
        if (own := area_of(self.network, said)) is not None:
            return said, said, own
        if o.objects.of == "area":
            found = self.known.area(said, area, "对象 object")
            return found.code, found.name, found.code
        every: list[Body | ServicePoint] = [*self.network.bodies.values(), *self.network.points.values()]
        fits = [p for p in every if p.name == said]
        if len(fits) == 1:
            return fits[0].id, said, fits[0].area
        if len(fits) > 1:
            raise Refused("对象重名，请写键 / several things have this name: write the key")
        home = self.known.area(area, column="区划 area").code
        if o.objects.of == "minor":
            return cells.external(said, "对象 object") or "", "", home
        return f"{o.code}@{home}-{sha256(cells.folded(said).encode()).hexdigest()[:12]}", said, home


def _one_of(kinds: Any, text: str, said: str) -> Any:
    found = next((k for k in kinds if text.strip() in (k.value, k.zh)), None)
    if found is None:
        raise Refused(f"{said}: 用 / one of {'、'.join(k.zh for k in kinds)}")
    return found


def _component(o: Obligation, text: str) -> str | None:
    if not text:
        return None
    found = next((c.code for c in o.components if text.strip() in (c.code, c.name)), None)
    if found is None:
        raise Refused("要素 component: 这项义务没有这个要素 / the duty has no such component")
    return found


def _attributes(text: str) -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    for part in (p for p in text.replace("；", ";").split(";") if p.strip()):
        name, _, value = part.partition("=")
        key = _one_of(Attribute, name, "属性 attributes").value
        said, yes_no = cells.folded(value), truth(value)
        # a number stays a number: 1 is a count here, not a yes
        plain = value.strip() if yes_no is None else yes_no
        found[key] = int(said) if said.isdecimal() else plain
    return found


def of_row(row: Row, against: Against) -> tuple[Named | None, Filed | None]:
    """What a row says: a thing, a piece of evidence, or both."""
    r = {c.key: row.cells.get(c.key, "") for c in COLUMNS}
    o = against.obligation(r["obligation"])
    key, name, area = against.place(o, r["object"], r["area"])
    since, source = cells.day(r["since"], "起始日期 since"), r["source"] or against.known.source
    attributes = _attributes(r["attributes"])
    own = o.objects.of == "other"
    named = None
    if own or since or attributes:
        stored = json.dumps(attributes, ensure_ascii=False, sort_keys=True)
        named = Named(key, o.code if own else None, name, area, since, stored, source=source)
    day = cells.day(r["occurred_on"], "发生日期 occurred_on")
    if day is None:
        if named is None:
            raise Refused("没有发生日期，也没有新的对象 / neither a day nor a new thing")
        return named, None
    return named, Filed(_record(r, o, key, day, against.on), area, LOADER.id, source=source)


def _record(r: Mapping[str, str], o: Obligation, key: str, day: date, on: date) -> Record:
    if day > on:
        raise Refused("发生日期在今天以后 / the day is after today")
    recorded = cells.day(r["recorded_on"], "登记日期 recorded_on") or on
    if recorded < day or recorded > on:
        raise Refused("登记日期早于发生日期或在今天以后 / recorded before it happened, or after today")
    kind = _one_of(Evidence, cells.whole(r["kind"], "证据 kind"), "证据 kind")
    result = _one_of(Result, r["result"], "结果 result") if r["result"] else Result.OK
    component, reason = _component(o, r["component"]), r["reason"] or None
    if reason and (len(reason) > REASONS or result in (Result.OK, Result.DOUBTFUL)):
        raise Refused(f"原因 reason: 只用于不利、免，不超过{REASONS}字 / only of adverse or exempt, and short")
    content = f"{o.code}|{key}|{component}|{day}|{kind}|{result}"
    given = cells.external(r["key"], "编号 key") or sha256(content.encode()).hexdigest()[:24]
    done = truth(r["demand_done"]) is True
    return Record(given, o.code, component, key, day, recorded, kind.value, result, reason, done)


def read(path: Path, against: Against) -> Iterator[tuple[Named | None, Filed | None] | Rejected]:
    """One outcome a row, in file order.

    Raises:
        BadInput: the file or its header cannot be used.
    """
    for row in read_table(path, COLUMNS).rows:
        if isinstance(row, Rejected):
            yield row
            continue
        try:
            yield of_row(row, against)
        except Refused as e:
            yield Rejected(row.line, e.reason)


async def load(graph: Graph, path: Path, book: Rulebook, on: date, *, preview: bool = False) -> RecordsReport:
    """Load a file of evidence, or only say what it would write; safe to repeat.

    Raises:
        BadInput: the file or its header cannot be used; nothing was written.
        GraphUnavailable: the database cannot be used; the batches before stand.
    """
    found = await network.read(graph)
    known = Known(path.name, found.areas, book.kinds)
    unused = read_table(path, COLUMNS).unused
    outcomes = list(read(path, Against(book, found, known, on)))
    taken = [o for o in outcomes if not isinstance(o, Rejected)]
    filed = list({f.record.key: f for _, f in taken if f}.values())
    named = list({n.key: n for n, _ in taken if n}.values())
    if taken and not preview:
        await schema.define(graph)
        roots = tuple(a.code for a in found.areas.values() if a.parent is None)
        await obligations.put_all(graph, Actor(LOADER.id, ActorRole.AUDITOR, roots), filed, named)
    rejected = tuple(o for o in outcomes if isinstance(o, Rejected))
    return RecordsReport(len(outcomes), len(filed), len(named), rejected, unused, bool(taken) and not preview)
