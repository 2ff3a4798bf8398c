"""Premises with the services that they may host: by text, else configured (场地)."""

import tomllib
from functools import cache
from pathlib import Path

from pydantic import Field

from knowledge.rows.rows import Cite, Row
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import Labelled


class Hosting(Labelled):
    """Permission to provide a need or service at a kind of place, with its basis (能不能设在这里)."""

    NAMED = "named", "规则点名这类场所提供"
    SET_UP = "set_up", "条文写明可以设在这类场所"
    CONFIGURED = "configured", "条文没有列场地，按工作约定计"
    DECLARED = "declared", "草案写明提供，规则没有点名这类场所"
    UNDECLARED = "undeclared", "草案没有写它提供"
    ELSEWHERE = "elsewhere", "规则点名别的机构提供，没有条文说可以设在这里"
    NOWHERE = "nowhere", "没有候选场所"
    OFFICE = "office", "规则没有点名服务点提供"

    @property
    def may(self) -> bool:
        """True if a place of the kind counts as providing it."""
        return self in (Hosting.NAMED, Hosting.SET_UP, Hosting.CONFIGURED, Hosting.DECLARED)


class Premises(Row):
    """Kinds of existing premises that may provide further services."""

    kinds: tuple[str, ...]
    cite: tuple[Cite, ...] = Field(min_length=1)
    configured: str


class Setting(Row):
    """A kind of body that may be set up inside premises of some kinds."""

    sets_up: str
    inside: tuple[str, ...]
    cite: tuple[Cite, ...] = Field(min_length=1)
    configured: str | None = None
    """Configured value for the part that the text leaves open; None if the text names the premises."""


class Hostings(Row):
    """The whole table."""

    premises: tuple[Premises, ...]
    setting: tuple[Setting, ...]

    def kinds(self) -> tuple[str, ...]:
        """All kinds of existing premises."""
        return tuple(k for p in self.premises for k in p.kinds)

    def inside(self, kind: str) -> tuple[Setting, ...]:
        """Return the settings possible inside premises of a kind; those named by a text come first."""
        settings = (s for s in self.setting if kind in s.inside)
        return tuple(sorted(settings, key=lambda s: s.configured is not None))


@cache
def hostings() -> Hostings:
    """The table from `hosting.toml`."""
    return Hostings.model_validate(tomllib.loads((Path(__file__).parent / "hosting.toml").read_text("utf-8")))


def hostings_at(book: Rulebook) -> Hostings:
    """Return the rows of the table based on texts in force at the place of a rulebook: no plan of another district."""
    cites = [*(p.cite[0] for p in hostings().premises), *(s.cite[0] for s in hostings().setting)]
    return _carried(frozenset(c.clause for c in cites if book.texts.carries(c)))


@cache
def _carried(clauses: frozenset[str]) -> Hostings:
    return Hostings(
        premises=tuple(p for p in hostings().premises if p.cite[0].clause in clauses),
        setting=tuple(s for s in hostings().setting if s.cite[0].clause in clauses),
    )
