"""Records of ours from the rows that we wrote: every field as it was (自家记录还原)."""

from collections.abc import Sequence
from datetime import date

from knowledge.exchange.tables import PREFIX
from knowledge.vocabulary import Provenance, SchoolStage, Tier
from network.crs import WGS84
from network.entities import Body, ServicePoint
from network.exchange.directory import between
from network.exchange.kept import public
from network.exchange.rows import Row


def restored_body(row: Row, contact: str | None, identifier: str | None) -> Body:
    """An office."""
    return Body(
        _text(row, "id"),
        str(row["name"]),
        _text(row, "kind"),
        _text(row, "area"),
        _text(row, "source"),
        _provenance(row),
        tuple(a for a in str(row.get("alternate_name", "")).split(between("list")) if a),
        public(contact),
        identifier,
        *_days(row),
    )


def restored_point(
    row: Row, services: tuple[str, ...], hours: Sequence[str], contact: str | None, accessible: bool | None
) -> ServicePoint:
    """A service point.

    Raises:
        ValueError: A stage of schooling is none.
    """
    hidden = f"{PREFIX}confidential" in row
    lon, lat = (None, None) if hidden else (row.get("longitude"), row.get("latitude"))
    tier = _text(row, "tier")
    since, until, paused_since, paused_until = _days(row)
    return ServicePoint(
        _text(row, "id"),
        str(row.get("name", "")),
        _text(row, "area"),
        _text(row, "kind"),
        tuple(_text(row, "serves").split()),
        _provenance(row),
        _text(row, "source"),
        Tier(tier) if tier else None,
        tuple(hours),
        public(contact),
        _day(row, "assured_on"),
        _text(row, "external_id") or None,
        services,
        _count(row, "age_from"),
        _count(row, "age_under"),
        _count(row, "capacity"),
        _count(row, "load"),
        _day(row, "load_on"),
        None,
        _count(row, "staff"),
        accessible,
        hidden,
        float(lon) if lon is not None else None,
        float(lat) if lat is not None else None,
        WGS84 if lon is not None and lat is not None else None,
        None,
        tuple(SchoolStage(s).value for s in _text(row, "stages").split()),
        since,
        until,
        paused_since,
        paused_until,
    )


def _text(row: Row, name: str) -> str:
    return str(row.get(f"{PREFIX}{name}", ""))


def _day(row: Row, name: str) -> date | None:
    text = _text(row, name)
    return date.fromisoformat(text) if text else None


def _count(row: Row, name: str) -> int | None:
    number = row.get(f"{PREFIX}{name}")
    return int(number) if isinstance(number, int | float) else None


def _provenance(row: Row) -> Provenance:
    return Provenance(_text(row, "provenance") or Provenance.LOADED)


def _days(row: Row) -> tuple[date | None, date | None, date | None, date | None]:
    return _day(row, "since"), _day(row, "until"), _day(row, "paused_since"), _day(row, "paused_until")
