"""What `settings.toml` holds beside who may: intervals, hours, lines of superiors, signs of danger (办理的设置)."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field as Limit

from knowledge.casework.following import When
from knowledge.casework.rows import Term
from knowledge.rows.rows import Row


class Interval(Row):
    """How often a child is seen: once in each calendar period, and never more than some days apart."""

    period: Literal["week", "half_month", "month", "quarter"]
    within: int
    at_once: bool = False
    """True if a child who was not seen in the period is still seen in it; otherwise in the next."""


class Intervals(Row):
    """The intervals of visits by grade; "" is a child that was not assessed, "now" one of whom danger is told."""

    source: str
    by: Mapping[str, Interval]


class Answering(Row):
    """Opening hours assumed for a body without any."""

    source: str
    rows: tuple[str, ...]


class LongestAway(Row):
    """How many days ahead a child may be away from home without a hand-over."""

    source: str
    most_days: int


class Superiors(Row):
    """The kind of body above each kind of body or service point, and the last of every line."""

    source: str
    last: str
    by: Mapping[str, str]


class DangerSign(Term):
    """What of an open item says that its child is in danger; supervisors see these children first."""

    item: str
    during: Annotated[tuple[str, ...], Limit(alias="while")]
    when: When = Limit(default_factory=dict)
    """Conditions on open fields, each of a known value."""
    late: bool = False
    """True if it is one only once its first clock has ended."""
    source: str
