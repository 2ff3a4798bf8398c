"""The district's schools that ship: primary campuses with their catchments, and junior schools (随附学校)."""

from knowledge.vocabulary import Provenance
from loaders.directory.forms import unit_key
from loaders.directory.points import SCHOOL, school_name, school_services
from loaders.shipped.yuexiu import DISTRICT, rows
from network.entities import ServicePoint

PRECISION = "校区"


def points() -> tuple[ServicePoint, ...]:
    """Return primary campuses with catchment streets and location, junior schools with neither.

    The street of a campus was not published with it, and no junior school's catchment: their area is the district,
    which a junior school then serves. Telephone numbers are not loaded.
    """
    return tuple(_point(r) for r in rows("schools.csv"))


def _point(r: dict[str, str]) -> ServicePoint:
    external, named = r["external_id"] or None, school_name(r["school"], r["campus"])
    lon, lat = (float(r[c]) if r[c] else None for c in ("lon", "lat"))
    placed = lon is not None
    return ServicePoint(
        unit_key(SCHOOL, DISTRICT, named, external),
        named,
        DISTRICT,
        SCHOOL,
        tuple(r["serves"].split(";")) if r["serves"] else (DISTRICT,),
        Provenance.SOURCED,
        r["source"],
        external_id=external,
        services=school_services((r["stage"],)),
        lon=lon,
        lat=lat,
        crs="GCJ-02" if placed else None,
        precision=PRECISION if placed else None,
        stages=(r["stage"],),
    )
