"""Contents of the demo, from its file: places, bodies, hours, duties with evidence (演示内容)."""

import tomllib
from collections.abc import Mapping
from functools import cache, cached_property
from hashlib import sha256
from importlib.resources import files
from typing import Self

from pydantic import model_validator

from knowledge.coverage.tiers import level_of, tiers
from knowledge.rows.rows import Row
from knowledge.vocabulary import AreaLevel, Tier

FILE = files("loaders") / "data" / "demo.toml"


class DemoTier(Row):
    """Template for the service points of a tier."""

    tier: Tier
    label: str
    """Suffix after the name of the area."""
    hours: str
    """One of the named hours."""
    capacity: tuple[int, int]
    """Least and most children."""

    @property
    def level(self) -> AreaLevel:
        """Each area of this level has one."""
        return level_of(self.tier)

    @property
    def kind(self) -> str:
        """The kind of body that the points of the tier are."""
        return tiers()[self.level].point


class DemoBody(Row):
    """A kind of body of which each area of a level has one."""

    kind: str
    level: AreaLevel
    label: str


class DemoPoint(DemoBody):
    """Template for places of a kind beside the three tiers."""

    hours: str
    capacity: tuple[int, int]
    age_from: int | None = None
    age_under: int | None = None
    faults: bool = False
    """True if faults may be planted among them."""


class Content(Row):
    """The whole file."""

    evidence: tuple[str, ...]
    """Duties of which the demo has evidence, in the order in which it is made; of the others nothing is on file."""
    hours: Mapping[str, tuple[str, ...]]
    tier: tuple[DemoTier, ...]
    point: tuple[DemoPoint, ...]
    body: tuple[DemoBody, ...]

    @model_validator(mode="after")
    def _named(self) -> Self:
        used = {x.hours for x in self.tier} | {x.hours for x in self.point}
        if unknown := used - self.hours.keys():
            raise ValueError(f"no hours are called {', '.join(sorted(unknown))}")
        return self

    @cached_property
    def capacity(self) -> Mapping[str, tuple[int, int]]:
        """Least and most children by kind of place."""
        return {t.kind: t.capacity for t in self.tier} | {p.kind: p.capacity for p in self.point}


def stamp() -> str:
    """Return a digest that distinguishes this state of the file from others."""
    return sha256(FILE.read_bytes()).hexdigest()[:16]


@cache
def content() -> Content:
    """Return the contents of the demo."""
    return Content.model_validate(tomllib.loads(FILE.read_text("utf-8")))
