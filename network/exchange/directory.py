"""The network of a day as tables of HSDS: what is public of offices, points and what they give (名录导出)."""

from collections.abc import Iterable
from datetime import date
from functools import cache, cached_property

import numpy as np

from knowledge.messages.message import DEFAULT, message
from knowledge.rows.referral import Service
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import Provenance
from network.crs import WGS84, converted
from network.entities import Body, ServicePoint
from network.exchange.kept import KeptRows, passed_on, public
from network.exchange.rows import Row, Tables, Value, plain, uid
from network.exchange.weekly import schedules
from network.snapshot import PLACEHOLDERS, Network

HIDDEN = "hidden:"
"""Prefix of the external key of a confidential place."""
DIGITS = 6
"""Decimals of a degree: about 10 cm."""


@cache
def sentence(code: str, **params: str) -> str:
    """A sentence of the export, which has one language whoever asks."""
    return message(f"exchange.{code}", **params).text(DEFAULT)


def between(how: str) -> str:
    """Return the separator of texts that the export puts into one field."""
    return message(f"join.{how}").text(DEFAULT)


def key_of(r: Body | ServicePoint) -> str:
    """Return the key from which the ids of a record's rows are made.

    The internal key of a confidential place names the area in which it lies, which could be guessed from an id by
    trying.
    """
    if isinstance(r, ServicePoint) and r.confidential and not r.id.startswith(HIDDEN):
        return HIDDEN + uid("location", f"{r.body}/{r.serves[0]}/{r.name}")
    return r.id


class Directory:
    """Makes the tables, record by record; the order is that of the keys, so that two exports differ only in facts."""

    def __init__(self, network: Network, book: Rulebook, on: date, kept: Iterable[KeptRows] = ()) -> None:
        self.network, self.book, self.on = network, book, on
        self.kept = tuple(kept)
        self.made: dict[str, dict[str, Row]] = {}

    def tables(self) -> Tables:
        """Return all tables; rows from a directory of others are passed on unchanged."""
        self._terms()
        others = frozenset().union(*(k.made for k in self.kept))
        for body in sorted((b for b in self.network.bodies.values() if b.id not in others), key=lambda b: b.id):
            self._organization(body, body)
            for code in self._accepted.get(body.kind, ()):
                self._service(body, self.book.services[code])
        for point in sorted((p for p in self.network.points.values() if p.id not in others), key=key_of):
            if key_of(point) not in self.network.bodies:  # a station may be entered as an office, too
                self._organization(point, point.as_body())
            self._location(point)
            for code in sorted(point.services):
                if code in self.book.services:
                    self._service(point, self.book.services[code])
        for name, table in passed_on(self.kept, self.network).items():
            self.made[name] = {**table, **self.made.get(name, {})}
        return self.made

    def _put(self, table: str, key: str, /, **fields: Value | None) -> str:
        number = uid(table, key)
        self.made.setdefault(table, {})[number] = plain({"id": number, **fields})
        return number

    def _term(self, taxonomy: str, code: str, name: str, english: str) -> str:
        of = self._put("taxonomy", taxonomy, name=sentence(taxonomy), description=sentence(f"{taxonomy}_note"))
        return self._put(
            "taxonomy_term",
            f"{taxonomy}/{code}",
            code=code,
            name=name,
            description=english,
            taxonomy=sentence(taxonomy),
            taxonomy_id=of,
        )

    def _terms(self) -> None:
        for k in sorted(self.book.kinds.values(), key=lambda k: k.code):
            self._term("kinds", k.code, k.name, k.name_en)
        for s in sorted(self.book.services.values(), key=lambda s: s.code):
            self._term("services", s.code, s.name, s.name_en)
        for need in sorted(self.book.needs, key=lambda n: n.code):
            self._term("needs", need.code, need.name, need.name_en)

    def _attribute(self, table: str, link: str, taxonomy: str, code: str) -> None:
        term = uid("taxonomy_term", f"{taxonomy}/{code}")
        if term in self.made.get("taxonomy_term", {}):
            key = f"{link}/{taxonomy}/{code}"
            self._put("attribute", key, link_id=link, taxonomy_term_id=term, link_entity=table, link_type=taxonomy)

    def _path(self, code: str) -> str:
        return "".join(a.name for a in reversed(self.network.path(code)) if a.name not in PLACEHOLDERS)

    def _organization(self, r: Body | ServicePoint, b: Body) -> None:
        kind = self.book.kinds.get(b.kind)
        made_up = b.provenance is Provenance.SYNTHETIC
        description = sentence("organization", kind=kind.name if kind else b.kind, area=self._path(b.area))
        number = self._put(
            "organization",
            key_of(r),
            name=b.name,
            alternate_name=_joined("list", b.aliases),
            description=description + sentence("synthetic") if made_up else description,
            parent_organization_id=self._above(r),
            **(_ours(r) if isinstance(r, Body) else {}),
        )
        self._attribute("organization", number, "kinds", b.kind)
        if isinstance(r, Body) and (contact := public(b.contact)) is not None:
            self._put("phone", f"organization/{b.id}", organization_id=number, number=contact)
        if b.external_id:
            kind_of = sentence("identifier")
            self._put(
                "organization_identifier",
                key_of(r),
                organization_id=number,
                identifier_type=kind_of,
                identifier=b.external_id,
            )

    def _above(self, r: Body | ServicePoint) -> str | None:
        """The office of the same kind for the nearest area above."""
        if isinstance(r, ServicePoint):
            return None
        offices = (self.network.offices.get((r.kind, a.code), ()) for a in self.network.path(r.area)[1:])
        first = next((held[0] for held in offices if held), None)
        return uid("organization", first.id) if first else None

    def _location(self, p: ServicePoint) -> None:
        lon, lat = (None, None) if p.confidential else self._positions.get(p.id, (None, None))
        number = self._put(
            "location",
            key_of(p),
            location_type="virtual" if p.confidential else "physical",
            organization_id=uid("organization", key_of(p)),
            name=p.name,
            description=sentence("confidential") if p.confidential else None,
            latitude=lat,
            longitude=lon,
            external_identifier=p.area,
            external_identifier_type=sentence("division"),
            **_ours(p),
            tongxin_external_id=p.external_id,
            tongxin_tier=p.tier,
            tongxin_stages=" ".join(p.stages),
            tongxin_serves=" ".join(p.serves),
            tongxin_age_from=p.age_from,
            tongxin_age_under=p.age_under,
            tongxin_capacity=p.capacity,
            tongxin_load=p.load,
            tongxin_load_on=_iso(p.load_on),
            tongxin_staff=p.staff,
            tongxin_confidential="true" if p.confidential else None,
            tongxin_assured_on=_iso(p.assured_on),
        )
        if (contact := public(p.contact)) is not None:
            self._put("phone", f"location/{key_of(p)}", location_id=number, number=contact)
        for n, fields in enumerate(schedules(p.hours)):
            self._put("schedule", f"{key_of(p)}/{n}", location_id=number, **fields)
        if p.accessible is not None:
            stated = sentence("accessible") if p.accessible else sentence("not_accessible")
            self._put("accessibility", key_of(p), location_id=number, description=stated)

    @cached_property
    def _positions(self) -> dict[str, tuple[float, float]]:
        """Longitude and latitude of the points in the system of the whole world."""
        positions: dict[str, tuple[float, float]] = {}
        for crs in {p.crs for p in self.network.points.values() if p.crs}:
            here = [p for p in self.network.points.values() if p.crs == crs and p.lon is not None and p.lat is not None]
            at = converted(np.array([(p.lon, p.lat) for p in here], dtype=float).reshape(-1, 2), crs, WGS84)
            positions |= {
                p.id: (round(float(x), DIGITS), round(float(y), DIGITS)) for p, (x, y) in zip(here, at, strict=True)
            }
        return positions

    @cached_property
    def _accepted(self) -> dict[str, list[str]]:
        """Return the services that offices of each kind take applications for."""
        pairs = sorted({(a.accept, s.code) for s in self.book.services.values() for a in s.apply})
        return {kind: [code for k, code in pairs if k == kind] for kind, _ in pairs}

    def _service(self, r: Body | ServicePoint, s: Service) -> None:
        key = f"{key_of(r)}/{s.code}"
        applies = [a.text for a in s.apply if _holds(a.since, a.until, self.on)]
        point = r if isinstance(r, ServicePoint) else None
        number = self._put(
            "service",
            key,
            organization_id=uid("organization", key_of(r)),
            name=s.name,
            alternate_name=s.name_en,
            description=sentence("given", name=s.name) if point else sentence("applied", name=s.name),
            status="temporarily closed" if r.paused else "active",
            eligibility_description=_joined("clauses", (q.text for q in s.requirement if q.in_force(self.on))),
            application_process=_joined("clauses", applies),
            minimum_age=point.age_from if point else None,
            maximum_age=None if point is None or point.age_under is None else point.age_under - 1,
            assured_date=_iso(point.assured_on) if point else None,
            alert=sentence("synthetic") if r.provenance is Provenance.SYNTHETIC else None,
        )
        self._attribute("service", number, "services", s.code)
        for need in s.needs:
            self._attribute("service", number, "needs", need)
        for n, m in enumerate(m for m in s.material if _holds(m.since, m.until, self.on)):
            self._put("required_document", f"{key}/{n}", service_id=number, document=m.text)
        for code in point.serves if point else (r.area,):
            self._served(key, number, code)
        if point is not None:
            self._put("service_at_location", key, service_id=number, location_id=uid("location", key_of(point)))
            self._capacity(key, number, point)

    def _served(self, key: str, service: str, code: str) -> None:
        area = self.network.areas.get(code)
        name, path = area.name if area else code, self._path(code)
        self._put("service_area", f"{key}/{code}", service_id=service, name=name, description=path, uri=code)

    def _capacity(self, key: str, service: str, p: ServicePoint) -> None:
        if p.free is None or p.load_on is None:
            return
        unit = self._put("unit", "child", name=sentence("unit"))
        self._put(
            "service_capacity",
            key,
            service_id=service,
            unit_id=unit,
            available=p.free,
            maximum=p.capacity,
            description=sentence("shared_capacity"),
            updated=f"{p.load_on.isoformat()}T00:00:00+08:00",
        )


def _ours(r: Body | ServicePoint) -> dict[str, str | None]:
    """Return the columns that HSDS lacks: key, kind, area, origin, first and last day, pause."""
    days = {name: getattr(r, name) for name in ("since", "until", "paused_since", "paused_until")}
    return {
        "tongxin_id": key_of(r),
        "tongxin_kind": r.kind if isinstance(r, Body) else r.body,
        "tongxin_area": r.area,
        "tongxin_provenance": str(r.provenance),
        "tongxin_source": r.source,
        **{f"tongxin_{name}": _iso(day) for name, day in days.items()},
    }


def _joined(how: str, texts: Iterable[str]) -> str:
    return between(how).join(texts)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _holds(since: date | None, until: date | None, on: date) -> bool:
    return (since is None or since <= on) and (until is None or on < until)
