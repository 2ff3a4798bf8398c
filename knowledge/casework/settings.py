"""What `settings.toml` holds beside who may: intervals, hours, the lines of superiors (办理的设置)."""

from collections.abc import Mapping
from typing import Literal

from knowledge.rows.rows import Row


class Interval(Row):
    """How often a child is seen: once in each calendar period, and never more than some days apart."""

    period: Literal["week", "half_month", "month", "quarter"]
    within: int


class Intervals(Row):
    """The intervals of visits by grade; "" is a child that was not assessed."""

    source: str
    by: Mapping[str, Interval]


class Answering(Row):
    """Opening hours assumed for a body without any."""

    source: str
    rows: tuple[str, ...]


class Superiors(Row):
    """The kind of body above each kind of body or service point, and the last of every line."""

    source: str
    last: str
    by: Mapping[str, str]
