"""Records as the rows that give them when they are read again: the inverse of the forms of loading (记录成行)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TypeAlias

from graph_model.directory.records import Record
from knowledge.vocabulary import AreaLevel, PostKind, Provenance, RecordStatus, SchoolStage
from loaders.directory.known import Known
from loaders.directory.segments import PARITY
from loaders.tables import cells
from loaders.tables.keys import InvalidRow
from network.entities import Area, Body, CompleteList, Holder, Population, Post, Segment, ServicePoint
from network.local import LocalClause, LocalDocument
from network.snapshot import Network
from network.standards import BenefitStandard
from network.terms import SchoolPeriod

Value: TypeAlias = str | int | float | bool | date | None
Line: TypeAlias = Mapping[str, Value]
"""Values of a row, by the key of the column."""
HOLDER = "holder-"
"""Begins the key of a holder; the rest is a number of the office, or the key of the post."""


@dataclass(frozen=True, slots=True)
class TakenRow:
    """Records, and the row that gives exactly them when it is read."""

    records: tuple[Record, ...]
    line: Line

    @property
    def key(self) -> str:
        """The key of what the row is about."""
        last = self.records[-1]
        return last.code if isinstance(last, Area) else last.id


@dataclass(frozen=True)
class RowWriter:
    """Writes rows in the words of the forms: kinds by their names, areas by their codes."""

    known: Known
    network: Network

    def area(self, a: Area) -> TakenRow:
        """An area."""
        line: dict[str, Value] = {
            "code": a.code,
            "name": a.name,
            "level": cells.LEVELS[a.level][1],
            "parent_code": a.parent,
            "successors": _joined(a.successors),
            "authority": a.authority,
            "source": a.source,
            "source_date": a.source_date,
            "since": a.since,
            "until": a.until,
            "status": _status(withdrawn=a.withdrawn),
            **_placed(a),
        }
        return TakenRow((a,), line)

    def body(self, b: Body) -> TakenRow:
        """An office."""
        line = {
            **self._of(b.kind, b.area),
            "name": b.name,
            "number": _number(b.id),
            "aliases": _joined(b.aliases),
            "contact": b.contact,
            "external_id": b.external_id,
            **_ending(b),
            **_origin(b),
        }
        return TakenRow((b,), line)

    def point(self, p: ServicePoint) -> TakenRow:
        """Return a service point, with all columns of the form of points."""
        head = (p.head or "").partition("@")[0]
        line = {
            **self._of(p.body, p.area),
            "number": _number(p.id),
            "tier": cells.TIERS[p.tier][1] if p.tier else None,
            "hours": _joined(p.hours),
            "services": _joined(p.services),
            "age_from": p.age_from,
            "age_under": p.age_under,
            "capacity": p.capacity,
            "load": p.load,
            "load_on": p.load_on,
            "head": cells.POSTS[PostKind(head)][0] if head in set(PostKind) else None,
            "staff": p.staff,
            "confidential": p.confidential,
            **self._place(p),
        }
        return TakenRow((p,), line)

    def school(self, p: ServicePoint) -> TakenRow:
        """Return a school, with the columns of the form of schools."""
        return TakenRow((p,), {**self._within(p.area), **self._place(p)})

    def post(self, p: Post, holder: Holder | None) -> TakenRow:
        """A post with the name of its holder."""
        staff = holder.id.removeprefix(HOLDER) if holder else ""
        line = {
            "kind": cells.POSTS[p.kind][0],
            **self._within(p.area),
            "number": _number(p.id),
            "holder": holder.name if holder else None,
            "holder_id": None if staff in ("", p.id) else staff,
            "since": p.since,
            "left_on": p.left_on,
            "until": p.until,
            "status": _status(withdrawn=p.withdrawn),
            **_origin(p),
        }
        return TakenRow((holder, p) if holder else (p,), line)

    def population(self, p: Population) -> TakenRow:
        """The number of minors of an area."""
        line = {
            **self._within(p.area),
            "minors": p.minors,
            "counted_on": p.counted_on,
            "status": _status(withdrawn=p.withdrawn),
            **_origin(p),
        }
        return TakenRow((p,), line)

    def complete_list(self, c: CompleteList) -> TakenRow:
        """A statement that a list is complete."""
        post = c.kind in set(PostKind)
        line = {
            **self._of(c.kind, c.area),
            **({"kind": cells.POSTS[PostKind(c.kind)][0]} if post else {}),
            "as_of": c.as_of,
            "status": _status(withdrawn=c.withdrawn),
            **_origin(c),
        }
        return TakenRow((c,), line)

    def segment(self, s: Segment) -> TakenRow:
        """House numbers of a road."""
        line = {
            "road": s.road,
            "low": s.low,
            "high": s.high,
            "parity": next((word for word, parity in PARITY.items() if parity == s.parity), s.parity),
            **self._within(s.area),
            "source": s.source,
            "status": _status(withdrawn=s.withdrawn),
        }
        return TakenRow((s,), line)

    def local_clause(self, c: LocalClause, d: LocalDocument) -> TakenRow:
        """A clause of an area's own document, with the version that it belongs to."""
        line = {
            **self._within(c.area),
            "code": d.code,
            "title": d.title,
            "reference": d.reference,
            "issuer": d.issuer,
            "issued": d.issued,
            "since": d.since,
            "until": d.until,
            "number": c.number,
            "text": c.text,
            "matters": _joined(c.matters),
            "kinds": _joined([self._kinds.get(k, k) for k in c.kinds]),
            "status": _status(withdrawn=c.withdrawn),
            **_origin(d),
        }
        return TakenRow((d, c), line)

    def standard(self, s: BenefitStandard) -> TakenRow:
        """Return the amount of a benefit."""
        line = {
            **self._within(s.area),
            "service": s.service,
            "group": s.group,
            "amount": f"{s.amount:.2f}",
            "per": s.per.zh,
            "since": s.since,
            "until": s.until,
            "status": _status(withdrawn=s.withdrawn),
            **_origin(s),
        }
        return TakenRow((s,), line)

    def term(self, p: SchoolPeriod) -> TakenRow:
        """A term or a vacation of schools."""
        line = {
            **self._within(p.area),
            "kind": p.kind.zh,
            "name": p.name,
            "since": p.since,
            "last": p.until - timedelta(days=1),
            "status": _status(withdrawn=p.withdrawn),
            **_origin(p),
        }
        return TakenRow((p,), line)

    @cached_property
    def _kinds(self) -> Mapping[str, str]:
        """Return the text for each kind of body: its name, or its code where the name means another."""
        return {code: kind.name if self._means(kind.name, code) else code for code, kind in self.known.kinds.items()}

    def _means(self, text: str, code: str) -> bool:
        try:
            return self.known.kind(text).code == code
        except InvalidRow:
            return False

    def _of(self, kind: str, area: str) -> dict[str, Value]:
        return {"kind": self._kinds.get(kind, kind), **self._within(area)}

    def _within(self, area: str) -> dict[str, Value]:
        """The area by its code, which means one area only, and its district by name, for people."""
        above = self.network.above(area, AreaLevel.DISTRICT)
        return {"area": area, "district": self.network.areas[above].name if above else None}

    def _place(self, p: ServicePoint) -> dict[str, Value]:
        """Return the columns shared by schools and other points."""
        return {
            "name": p.name,
            "serves": _joined(p.serves),
            "stage": _joined([cells.STAGES[SchoolStage(s)][0] for s in p.stages if s in set(SchoolStage)]),
            "contact": p.contact,
            "assured_on": p.assured_on,
            "external_id": p.external_id,
            "accessible": p.accessible,
            **_ending(p),
            **_placed(p),
            **_origin(p),
        }


def _joined(texts: Sequence[str]) -> str | None:
    return ";".join(texts) or None


def _number(key: str) -> int | None:
    """Return the number among several of a kind in an area, from the key."""
    number = key.rpartition("#")[2]
    return int(number) if "#" in key and number.isdecimal() else None


def _status(*, withdrawn: bool) -> str | None:
    """Return the status only of a row that was a mistake: the days give all others."""
    return cells.STATUSES[RecordStatus.WITHDRAWN][0] if withdrawn else None


def _ending(r: Body | ServicePoint) -> dict[str, Value]:
    return {
        "since": r.since,
        "until": r.until,
        "status": _status(withdrawn=r.withdrawn),
        "paused_since": r.paused_since,
        "paused_until": r.paused_until,
    }


def _placed(r: Area | ServicePoint) -> dict[str, Value]:
    return {"lon": r.lon, "lat": r.lat, "crs": r.crs, "precision": r.precision}


def _origin(
    r: Body | ServicePoint | Post | Population | CompleteList | LocalDocument | BenefitStandard | SchoolPeriod,
) -> dict[str, Value]:
    """Return the origin of a record; a made-up one is marked."""
    return {"source": r.source, "mark": Provenance(r.provenance).zh}
