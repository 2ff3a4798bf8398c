"""Words of the report in the language of the shell (报告的措辞)."""

from typing import Any

from cli.report.facts import MOMENTS, WeekHours
from knowledge.messages.message import message


def say(code: str, /, **params: Any) -> str:
    """A sentence of the catalogue."""
    return str(message(code, **params))


def columns(*codes: str) -> tuple[str, ...]:
    """The headings of a table by the codes of their words."""
    return tuple(say(f"coverage_report.column.{code}") for code in codes)


def moments() -> tuple[str, ...]:
    """The names of the moments of the heat map."""
    return tuple(say(name) for name, *_ in MOMENTS)


def share(served: float, unsure: float) -> str:
    """The share that is served, with the share of which nothing is known; never 0 for what is only unknown."""
    if unsure >= 1:
        return say("coverage_report.unknown")
    return say("coverage_report.share_unsure" if unsure else "coverage_report.share", share=served, unknown=unsure)


def hours(h: WeekHours) -> str:
    """Hours of a week; at least so many where some are not recorded, and unknown where none is."""
    if not h.whole and not h.known:
        return say("coverage_report.unknown")
    return str(h.known) if h.whole else say("coverage_report.hours_least", hours=h.known)
