"""The tiers of the service network: level of area, kind of service point, offices and posts (三级网络)."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from knowledge.rows.rows import Row
from knowledge.vocabulary import AreaLevel, PostKind, Tier


class TierRow(Row):
    """Composition of one tier."""

    tier: Tier
    level: AreaLevel
    """The level of area that has one service point of this tier."""
    point: str
    """Body kind of the service point."""
    offices: tuple[str, ...]
    """Body kinds that are responsible for the tier."""
    posts: tuple[PostKind, ...]
    clauses: tuple[str, ...]
    """Clauses that define the tier."""


@cache
def tiers() -> Mapping[AreaLevel, TierRow]:
    """All tiers by the level of their area, the widest first."""
    raw = tomllib.loads((Path(__file__).parent / "tiers.toml").read_text("utf-8"))
    return {row.level: row for row in map(TierRow.model_validate, raw["tier"])}


@cache
def level_of(tier: Tier) -> AreaLevel:
    """The level of area that has one service point of the tier."""
    return next(row.level for row in tiers().values() if row.tier is tier)
