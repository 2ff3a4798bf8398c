"""Scalars of the schema: GeoJSON, counts beyond 32 bits, days and moments within a range (标量)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NewType

from graphql import GraphQLError
from strawberry.types.scalar import ScalarDefinition, scalar

SAFE = 2**53 - 1
"""The largest whole number that JSON carries to every client without loss."""
FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)
"""The days that a question may name; every date that follows from one stays within what Python can hold."""

GeoJSON = NewType("GeoJSON", dict[str, Any])
"""A GeoJSON geometry (RFC 7946) as a plain object."""
BigInt = NewType("BigInt", int)
"""A whole number up to 2⁵³ - 1."""


def _big(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > SAFE:
        raise GraphQLError("BigInt")
    return value


def _geometry(value: Any) -> Any:
    if not isinstance(value, Mapping) or "type" not in value:
        raise GraphQLError("GeoJSON")
    return value


def _day(value: Any) -> date:
    try:
        found = date.fromisoformat(value)
    except (TypeError, ValueError):
        raise GraphQLError("Date") from None
    if not FIRST <= found <= LAST:
        raise GraphQLError("Date")
    return found


def _moment(value: Any) -> datetime:
    try:
        found = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise GraphQLError("DateTime") from None
    if not FIRST <= found.date() <= LAST:
        raise GraphQLError("DateTime")
    return found


def _shown(value: date) -> str:
    return value.isoformat()


SCALARS: dict[object, ScalarDefinition] = {
    GeoJSON: scalar(name="GeoJSON", serialize=_geometry, parse_value=_geometry),
    BigInt: scalar(name="BigInt", serialize=_big, parse_value=_big),
    date: scalar(name="Date", serialize=_shown, parse_value=_day),
    datetime: scalar(name="DateTime", serialize=_shown, parse_value=_moment),
}
"""How each is read and written; a value that does not fit is told as a bad variable or argument, never repeated."""
