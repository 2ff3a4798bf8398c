"""Versions of one thing: each is in force from its first day until its own end, or until the next begins (版本)."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar


class Dated(Protocol):
    """Record that is in force from a day on, until its end or its next version."""

    @property
    def since(self) -> date:
        """The first day."""

    @property
    def until(self) -> date | None:
        """The day from which it is over; None: its end is not known."""


V = TypeVar("V", bound=Dated)


def ends(versions: Iterable[V]) -> list[tuple[V, date | None]]:
    """The versions of one thing in order, each with the day from which it is over: its own, or the next one's first."""
    ordered = sorted(versions, key=lambda v: v.since)
    nexts = [*(v.since for v in ordered[1:]), None]
    return [
        (v, min((d for d in (v.until, following) if d is not None), default=None))
        for v, following in zip(ordered, nexts, strict=True)
    ]


def on_day(versions: Iterable[V], on: date) -> V | None:
    """The version in force on a day."""
    return next((v for v, over in ends(versions) if v.since <= on and (over is None or on < over)), None)
