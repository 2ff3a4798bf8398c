"""Words of the report in the language of the shell (报告的措辞)."""

from typing import Any

from cli.report.facts import MOMENTS
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
