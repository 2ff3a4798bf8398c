"""The district's schools that ship: campuses with their catchment, and which junior school follows (随附学校)."""

import re
from dataclasses import dataclass
from functools import cache

from knowledge.vocabulary import Provenance
from loaders.directory.forms import unit_key
from loaders.directory.points import SCHOOL, school_name, school_services
from loaders.shipped.yuexiu import DISTRICT, rows
from network.entities import ServicePoint

PRECISION = "校区"
DIRECT = "direct"
_CAMPUS = re.compile(r"（[^）]*校区）$")


@dataclass(frozen=True, slots=True)
class Feeder:
    """Primary schools whose pupils go on to the same junior schools (小升初对口)."""

    group: str
    """Number of the group; `direct` where one school follows another (对口直升)."""
    primaries: tuple[str, ...]
    juniors: tuple[str, ...]


def points() -> tuple[ServicePoint, ...]:
    """Primary campuses with catchment streets and location, junior schools with neither.

    The street in which a campus stands was not published with it, and no junior school's catchment: their area is
    the district, which a junior school then serves. Telephone numbers are not loaded.
    """
    return tuple(_point(r) for r in rows("schools.csv"))


def _point(r: dict[str, str]) -> ServicePoint:
    external, named = r["external_id"] or None, school_name(r["school"], r["campus"])
    lon, lat = (float(r[c]) if r[c] else None for c in ("lon", "lat"))
    placed = lon is not None
    return ServicePoint(
        unit_key(SCHOOL, DISTRICT, named, external), named, DISTRICT, SCHOOL,
        tuple(r["serves"].split(";")) if r["serves"] else (DISTRICT,), Provenance.SOURCED, r["source"],
        external_id=external, services=school_services(r["stage"]), lon=lon, lat=lat,
        crs="GCJ-02" if placed else None, precision=PRECISION if placed else None, stage=r["stage"],
    )  # fmt: skip


@cache
def feeders() -> tuple[Feeder, ...]:
    """The groups of 2022, which the source says hold in 2026, and the schools that follow directly."""
    return tuple(
        Feeder(r["group"], tuple(r["primaries"].split(";")), tuple(r["juniors"].split(";")))
        for r in rows("feeders.csv")
    )


def juniors_after(school: str) -> tuple[Feeder, ...]:
    """The groups that a primary school belongs to, by its name with or without campus; none where not known."""
    whole = _CAMPUS.sub("", school)
    return tuple(f for f in feeders() if school in f.primaries or whole in f.primaries)
