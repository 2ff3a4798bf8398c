"""Row of evidence: a thing, a piece of evidence, or both (台账的一行)."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, TypeVar

from graph_model.casework.records import SOURCE as CASEWORK
from graph_model.obligations.evidence import Filed
from knowledge.access.clear import clear_source, is_code
from knowledge.folding import folded
from knowledge.obligations.standing import Record, Result
from knowledge.rows.obligations import Attribute, Evidence, Obligation
from knowledge.rulebook.book import Rulebook
from knowledge.situation.truth import truth
from knowledge.vocabulary import Labelled
from loaders.directory.forms import MARK, SOURCE, marked
from loaders.directory.known import Known
from loaders.tables import cells, keys
from loaders.tables.columns import column
from loaders.tables.keys import InvalidRow
from loaders.tables.tables import TableRow
from network.entities import Body, ServicePoint
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
    MARK,
)
FILE_SOURCE = "载入的台账"
"""Source of evidence about a child without a number of one: never the name of the file, which may name the child."""
REASON_LENGTH = 40
"""Most characters of a reason: a code or a few words, never a story about a child."""
L = TypeVar("L", bound=Labelled)


@dataclass(frozen=True)
class References:
    """Records that a row refers to, the filing account, and the day of the load."""

    book: Rulebook
    network: Network
    known: Known
    on: date
    by: str

    def obligation(self, text: str) -> Obligation:
        """An obligation by its code or whole name."""
        name = cells.required(text, "obligation").strip()
        by_name = (o for o in self.book.obligations.values() if o.name == name)
        obligation = self.book.obligations.get(name) or next(by_name, None)
        if obligation is None:
            raise InvalidRow("obligation", "cell.unknown_obligation")
        return obligation

    def thing(self, o: Obligation, text: str, area: str) -> tuple[str, str, str]:
        """Key, name and area of the thing: one of the network, a child by its key, or one that the file names."""
        name = cells.required(text, "object").strip()
        if (own := area_of(self.network, name)) is not None:
            return name, name, own
        if o.objects.of == "area":
            there = self.known.area(name, area, "object")
            return there.code, there.name, there.code
        every: list[Body | ServicePoint] = [*self.network.bodies.values(), *self.network.points.values()]
        fits = [p for p in every if p.name == name]
        if len(fits) == 1:
            return fits[0].id, name, fits[0].area
        if len(fits) > 1:
            raise InvalidRow("object", "cell.object_ambiguous")
        home = self.known.area(area).code
        if o.objects.of == "minor":
            return keys.person_key(name, "object") or "", "", home
        return f"{o.code}@{home}-{sha256(folded(name).encode()).hexdigest()[:12]}", name, home


def of_row(row: TableRow, references: References) -> tuple[Named | None, Filed | None]:
    """Return the thing and the evidence of a row.

    Raises:
        InvalidRow: a cell cannot be used, or the row contains neither.
    """
    r = row.filled(COLUMNS)
    o = references.obligation(r["obligation"])
    key, name, area = references.thing(o, r["object"], r["area"])
    since, source = cells.day(r["since"], "since"), r["source"] or references.known.source
    if o.objects.of == "minor" and r["source"] != CASEWORK:
        source = clear_source(r["source"], FILE_SOURCE)
    mark = marked(r, references.known)
    attributes = _attributes(r["attributes"])
    own = o.objects.of == "other"
    named = None
    if own or since or attributes:
        if o.objects.of == "minor" and not all(is_code(v) for v in attributes.values() if isinstance(v, str)):
            raise InvalidRow("attributes", "record.only_codes")
        stored = json.dumps(attributes, ensure_ascii=False, sort_keys=True)
        named = Named(key, o.code if own else None, name, area, since, stored, mark, source)
    day = cells.day(r["occurred_on"], "occurred_on")
    if day is None:
        if named is None:
            raise InvalidRow("occurred_on", "row.neither_day_nor_thing")
        return named, None
    return named, Filed(_record(r, o, key, day, references.on), area, references.by, mark, source)


def evidence_key(  # all that tells one piece of evidence from another
    obligation: str, thing: str, component: str | None, day: date, kind: Evidence, result: Result
) -> str:
    """The key of evidence that has none of its own, from its content."""
    return sha256(f"{obligation}|{thing}|{component}|{day}|{kind}|{result}".encode()).hexdigest()[:24]


def _record(r: Mapping[str, str], o: Obligation, key: str, day: date, on: date) -> Record:
    if day > on:
        raise InvalidRow("occurred_on", "record.after_today")
    recorded = cells.day(r["recorded_on"], "recorded_on") or on
    if recorded < day or recorded > on:
        raise InvalidRow("recorded_on", "cell.recorded_out_of_order")
    kind = _one_of(Evidence, cells.required(r["kind"], "kind"), "kind")
    result = _one_of(Result, r["result"], "result") if r["result"] else Result.OK
    component, reason = _component(o, r["component"]), r["reason"] or None
    if reason and (len(reason) > REASON_LENGTH or result in (Result.OK, Result.DOUBTFUL)):
        raise InvalidRow("reason", "cell.reason_not_allowed", most=REASON_LENGTH)
    if reason and o.objects.of == "minor" and not is_code(reason):
        raise InvalidRow("reason", "record.only_codes")
    given = keys.person_key(r["key"], "key") or evidence_key(o.code, key, component, day, kind, result)
    done = cells.flag(r["demand_done"], "demand_done") or False
    return Record(given, o.code, component, key, day, recorded, kind.value, result, reason, done)


def _one_of(kinds: Iterable[L], text: str, column: str) -> L:
    every = list(kinds)
    kind = next((k for k in every if text.strip() in (k.value, k.zh)), None)
    if kind is None:
        raise InvalidRow(column, "cell.not_allowed", allowed=tuple(k.zh for k in every))
    return kind


def _component(o: Obligation, text: str) -> str | None:
    if not text:
        return None
    code = next((c.code for c in o.components if text.strip() in (c.code, c.name)), None)
    if code is None:
        raise InvalidRow("component", "record.component")
    return code


def _attributes(text: str) -> Mapping[str, Any]:
    attributes: dict[str, Any] = {}
    for part in (p for p in text.replace("；", ";").split(";") if p.strip()):
        name, _, value = part.partition("=")
        plain, answer = folded(value), truth(value)
        key = _one_of(Attribute, name, "attributes").value
        if plain.isdecimal():  # a number stays a number: 1 is a count here, not a yes
            attributes[key] = int(plain)
        else:
            attributes[key] = value.strip() if answer is None else answer
    return attributes
