"""A directory of others as offices and points of the network, and what of it has no place there (名录导入)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from knowledge.errors import AmbiguousPlace, BadInput
from knowledge.exchange.tables import PREFIX
from knowledge.messages.message import Message, message
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import Level, Provenance
from network.addresses.decide import locate
from network.crs import WGS84
from network.entities import Body, ServicePoint
from network.exchange.check import RowProblem
from network.exchange.directory import between, sentence
from network.exchange.kept import public
from network.exchange.ours import restored_body, restored_point
from network.exchange.related import Related
from network.exchange.rows import Row, Tables
from network.exchange.weekly import hours
from network.snapshot import Network

OWN_OFFICES = frozenset({Level.CITY, Level.DISTRICT, Level.STREET, Level.COMMUNITY})
"""Levels of kinds of which an area has one office: that is not decided by a directory of others."""


@dataclass(frozen=True, slots=True)
class Stated:
    """Statements of the importer for rows that lack these data."""

    source: str
    """The name under which the directory is known here."""
    on: date
    kind: str | None = None
    area: str | None = None
    ended: date | None = None
    """Day of the end of records from an earlier import that are absent from this one; None: they go on."""


@dataclass(slots=True)
class Taken:
    """Records made from a directory."""

    bodies: dict[str, Body] = field(default_factory=dict)
    points: dict[str, ServicePoint] = field(default_factory=dict)
    foreign: set[str] = field(default_factory=set)
    """Records that are not ours: their rows are passed on as they came."""
    problems: list[RowProblem] = field(default_factory=list)

    def records(self) -> Iterator[Body | ServicePoint]:
        """All records."""
        yield from self.bodies.values()
        yield from self.points.values()


class Records:
    """Makes the records; a row that cannot be placed is a problem, and then nothing is taken."""

    def __init__(self, rows: Tables, network: Network, book: Rulebook, stated: Stated) -> None:
        self.rows, self.network, self.book, self.stated = rows, network, book, stated
        self.related = Related(rows)
        self.taken = Taken()

    def all(self) -> Taken:
        """The records."""
        self._check_stated()
        for row in self._table("location"):
            self._location(row)
        for row in self._table("organization"):
            self._organization(row)
        return self.taken

    def _table(self, name: str) -> Iterable[Row]:
        return self.rows.get(name, {}).values()

    def _note(self, table: str, row: Row, name: str | None, reason: Message, *, grave: bool = True) -> None:
        self.taken.problems.append(RowProblem(f"{table} {row['id']}", name, reason, grave))

    def _check_stated(self) -> None:
        if self.stated.area is not None and self.stated.area not in self.network.areas:
            raise BadInput("--area", "row.area_not_loaded")
        if self.stated.kind is not None and self.stated.kind not in self.book.kinds:
            raise BadInput("--kind", "exchange_problem.no_such_kind")

    def _organization(self, row: Row) -> None:
        if f"{PREFIX}id" in row:
            contact = public(self.related.phone("organization_id", row["id"]))
            body = restored_body(row, contact, self.related.identifier(row))
            if self._placed("organization", row, body.kind, (body.area,)):
                self.taken.bodies[body.id] = body
            return
        if str(row["id"]) in self._own_points:
            return
        self.taken.foreign.add(str(row["id"]))
        kind = self._kind(row)
        area = self.stated.area or next((p.area for p in self.taken.points.values() if self._runs(row, p)), None)
        if kind is None or area is None:
            if kind is not None:
                self._note("organization", row, None, message("exchange_problem.no_area"))
            return
        self.taken.bodies[str(row["id"])] = Body(
            str(row["id"]),
            str(row["name"]),
            kind,
            area,
            self.stated.source,
            Provenance.LOADED,
            tuple(a for a in str(row.get("alternate_name", "")).split(between("list")) if a),
            public(self.related.phone("organization_id", row["id"])),
            self.related.identifier(row),
        )

    @cached_property
    def _own_points(self) -> frozenset[str]:
        """Return organisations that are a point of ours, whose facts are in the row of the place."""
        own = (r for r in self._table("location") if f"{PREFIX}id" in r)
        return frozenset(str(r.get("organization_id")) for r in own)

    def _runs(self, organization: Row, p: ServicePoint) -> bool:
        row = self.rows["location"].get(p.id, {})
        return organization["id"] == row.get("organization_id") or any(
            s.get("organization_id") == organization["id"] for s in self.related.services(p.id)
        )

    def _kind(self, organization: Row) -> str | None:
        """The kind of body of an organisation of others; None with a problem."""
        kinds = [c for c in self.related.codes(organization["id"]) if c in self.book.kinds]
        kind = kinds[0] if len(kinds) == 1 else self.stated.kind
        if kind is None:
            self._note("organization", organization, None, message("exchange_problem.no_kind"))
        elif self.book.kinds[kind].level in OWN_OFFICES:
            name = self.book.kinds[kind].name
            self._note("organization", organization, None, message("exchange_problem.own_office", kind=name))
            return None
        return kind

    def _location(self, row: Row) -> None:
        links = self.related.of["service_at_location.location_id"].get(str(row["id"]), [])
        keys = (row["id"], *(link["id"] for link in links))
        opening, complete = hours(
            r
            for name, key in zip(("location_id", *["service_at_location_id"] * len(links)), keys, strict=True)
            for r in self.related.of[f"schedule.{name}"].get(str(key), ())
        )
        services = self.related.services(row["id"])
        codes = tuple(sorted({c for s in services if (c := self._code(s))}))
        if f"{PREFIX}id" in row:
            self._restored(row, codes, opening)
        else:
            self.taken.foreign.add(str(row["id"]))
            if services and not complete:
                self._note("location", row, "schedules", message("exchange_problem.hours"), grave=False)
            if services:
                self._foreign_point(row, services, codes, opening if complete else ())

    def _restored(self, row: Row, codes: tuple[str, ...], open_: tuple[str, ...]) -> None:
        try:
            point = restored_point(
                row, codes, open_, self.related.phone("location_id", row["id"]), self._accessible(row)
            )
        except ValueError:
            self._note("location", row, f"{PREFIX}stages", message("exchange_problem.not_ours"))
            return
        if self._placed("location", row, point.body, (point.area, *point.serves)):
            self.taken.points[point.id] = point

    def _accessible(self, row: Row) -> bool | None:
        rows = self.related.of["accessibility.location_id"].get(str(row["id"]), ())
        words = {sentence("accessible"): True, sentence("not_accessible"): False}
        return next((words[d] for r in rows if (d := str(r.get("description"))) in words), None)

    def _placed(self, table: str, row: Row, kind: str, areas: Iterable[str]) -> bool:
        """True if kind and areas of a row of ours are known here; else a problem is recorded."""
        before = len(self.taken.problems)
        if kind not in self.book.kinds:
            self._note(table, row, f"{PREFIX}kind", message("exchange_problem.no_such_kind"))
        for code in dict.fromkeys(areas):
            if code not in self.network.areas:
                self._note(table, row, f"{PREFIX}area", message("exchange_problem.area_not_loaded", area=code))
        return len(self.taken.problems) == before

    def _code(self, service: Row) -> str | None:
        """The code of ours that a service has, by a term or by its name."""
        ours = [c for c in self.related.codes(service["id"]) if c in self.book.services]
        named = [s.code for s in self.book.services.values() if service["name"] in {s.name, s.name_en}]
        return next(iter((*ours, *named)), None)

    def _foreign_point(self, row: Row, services: list[Row], codes: tuple[str, ...], open_: tuple[str, ...]) -> None:
        runs = {str(o) for s in services if (o := s.get("organization_id"))} | {str(row.get("organization_id", ""))}
        known = self.rows.get("organization", {})
        organization = next((known[o] for o in sorted(runs) if o in known), None)
        if organization is None:
            self._note("location", row, "organization_id", message("exchange_problem.no_organization"))
            return
        kind, serves = self._kind_quietly(organization), self._served(services)
        area = self._area(row, serves)
        if area is None:
            self._note("location", row, None, message("exchange_problem.no_area"))
        if kind is None or area is None:
            return
        for s in services:
            if self._code(s) is None:
                self._note("service", s, "name", message("exchange_problem.service_unknown"), grave=False)
        hidden = self.book.kinds[kind].confidential
        lon, lat = self._position(row)
        from_, to = self._ages(services)
        closed = all(s.get("status") == "temporarily closed" for s in services)
        self.taken.points[str(row["id"])] = ServicePoint(
            str(row["id"]),
            str(row.get("name") or organization["name"]),
            area,
            kind,
            serves or (area,),
            Provenance.LOADED,
            self.stated.source,
            hours=open_,
            contact=public(
                self.related.phone("location_id", row["id"])
                or self.related.phone("organization_id", organization["id"])
            ),
            services=codes,
            age_from=from_,
            age_under=to,
            confidential=hidden,
            lon=lon,
            lat=lat,
            crs=WGS84 if lon is not None else None,
            paused_since=self.stated.on if closed else None,
        )

    def _kind_quietly(self, organization: Row) -> str | None:
        """Return the kind, without a second problem: the organisation's own row reports it."""
        count = len(self.taken.problems)
        kind = self._kind(organization)
        del self.taken.problems[count:]
        return kind

    def _served(self, services: list[Row]) -> tuple[str, ...]:
        """Loaded areas that the services serve, by the codes that their service areas name."""
        by = self.related.of["service_area.service_id"]
        codes = dict.fromkeys(str(a.get("uri", "")) for s in services for a in by.get(str(s["id"]), ()))
        return tuple(c for c in codes if c in self.network.areas)

    def _area(self, row: Row, serves: tuple[str, ...]) -> str | None:
        """The area of a place: by its code, by what its address writes, as stated, or the one that it serves."""
        if (external := str(row.get("external_identifier", ""))) in self.network.areas:
            return external
        written = {
            code for a in self.related.of["address.location_id"].get(str(row["id"]), ()) for code in self._written(a)
        }
        if len(written) == 1:
            return written.pop()
        return self.stated.area or (serves[0] if len(serves) == 1 else None)

    def _written(self, address: Row) -> Iterator[str]:
        names = ("state_province", "city", "region", "address_1", "address_2")
        try:
            yield from locate(self.network, "".join(str(address.get(n, "")) for n in names), {}).codes
        except (BadInput, AmbiguousPlace):
            return

    def _position(self, row: Row) -> tuple[float | None, float | None]:
        lon, lat = row.get("longitude"), row.get("latitude")
        if not isinstance(lon, int | float) or not isinstance(lat, int | float):
            return None, None
        if not (-180 <= lon <= 180 and -90 <= lat <= 90):  # noqa: PLR2004  # degrees
            self._note("location", row, "latitude", message("exchange_problem.no_position"), grave=False)
            return None, None
        return float(lon), float(lat)

    def _ages(self, services: list[Row]) -> tuple[int | None, int | None]:
        """Bounds that all services share; where they differ or one has none, none: nobody is turned away by a guess."""
        low = {s.get("minimum_age") for s in services}
        high = {s.get("maximum_age") for s in services}
        least, most = (next(iter(v)) if len(v) == 1 else None for v in (low, high))
        return (
            int(least) if isinstance(least, int | float) and 0 < least < ADULT else None,
            int(most) + 1 if isinstance(most, int | float) and 0 <= most < ADULT else None,
        )


ADULT = 18
"""Age from which a bound excludes no minor."""
