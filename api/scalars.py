"""Scalars of the schema: GeoJSON, counts beyond 32 bits, days and moments within a range (标量)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NewType

from graphql import GraphQLError
from strawberry.types.scalar import ScalarDefinition, scalar

SAFE = 2**53 - 1
"""The largest whole number that every JSON client reads without loss."""
FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)
"""The days allowed in a question; dates computed from them stay within Python's range."""

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
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        raise GraphQLError("Date") from None
    if not FIRST <= day <= LAST:
        raise GraphQLError("Date")
    return day


def _moment(value: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise GraphQLError("DateTime") from None
    if not FIRST <= moment.date() <= LAST:
        raise GraphQLError("DateTime")
    return moment


def _shown(value: date) -> str:
    return value.isoformat()


SCALARS: dict[object, ScalarDefinition] = {
    GeoJSON: scalar(name="GeoJSON", serialize=_geometry, parse_value=_geometry),
    BigInt: scalar(name="BigInt", serialize=_big, parse_value=_big),
    date: scalar(name="Date", serialize=_shown, parse_value=_day),
    datetime: scalar(name="DateTime", serialize=_shown, parse_value=_moment),
}
"""Parser and serialiser of each scalar; an error names the variable or argument and never repeats its value."""
