"""Statistical codes of areas: the level and the area above follow from the digits (区划代码)."""

from knowledge.vocabulary import AreaLevel

LENGTH = 12
LEVELS = (
    (AreaLevel.PROVINCE, 2),
    (AreaLevel.CITY, 4),
    (AreaLevel.DISTRICT, 6),
    (AreaLevel.STREET, 9),
    (AreaLevel.COMMUNITY, 12),
)
"""Each level with the digits of its codes."""


def level_of(code: str) -> AreaLevel:
    """The level that a code of 12 digits has."""
    return next(level for level, digits in LEVELS if not code[digits:].strip("0"))


def parent_of(code: str) -> str | None:
    """The code above; None for a province."""
    digits = [d for _, d in LEVELS]
    at = [level for level, _ in LEVELS].index(level_of(code))
    return code[: digits[at - 1]].ljust(LENGTH, "0") if at else None
