"""Comparison of a described child with those on file: name, birth, guardian (疑似重复); pure."""

from dataclasses import dataclass
from datetime import date

from knowledge.folding import folded

APART = 1
"""Years by which a reported age and one on file may differ."""


@dataclass(frozen=True, slots=True)
class Described:
    """Known attributes that identify a child; None where not known."""

    name: str | None = None
    born: date | None = None
    age: int | None = None
    guardian: str | None = None
    sex: str | None = None
    area: str = ""


def likely_same(one: Described, other: Described, on: date) -> bool:
    """True if a person should compare two descriptions, which may be of one child.

    The same name, unless the ages exclude it and no guardian agrees; the same guardian and birth; where the one on
    file has no name, the same birth and community. What is not known excludes nothing.
    """
    named, guarded = _agree(one.name, other.name), _agree(one.guardian, other.guardian)
    born = one.born is not None and one.born == other.born
    if named is True:
        return guarded is True or _ages_fit(one, other, on)
    if born and guarded is True:
        return True
    nameless = named is None and one.area == other.area
    return born and nameless and one.sex in (other.sex, None)


def marks(of: Described) -> frozenset[str]:
    """Texts of which two descriptions share one whenever they are likely the same: the name, the date of birth."""
    named = {f"name:{bare(of.name)}"} if of.name else set[str]()
    return frozenset(named | ({f"born:{of.born.isoformat()}"} if of.born else set()))


def _agree(one: str | None, other: str | None) -> bool | None:
    """True if two names agree; None where one is not known."""
    if not one or not other:
        return None
    return bare(one) == bare(other)


def bare(name: str) -> str:
    """A name without spaces, dots and differences of width."""
    return "".join(c for c in folded(name) if c.isalnum()).lower()


def _ages_fit(one: Described, other: Described, on: date) -> bool:
    if one.born is not None and other.born is not None:
        return one.born == other.born
    ages = [_age(d, on) for d in (one, other)]
    first, second = ages
    return first is None or second is None or abs(first - second) <= APART


def _age(d: Described, on: date) -> int | None:
    if d.born is None:
        return d.age
    return on.year - d.born.year - ((on.month, on.day) < (d.born.month, d.born.day))
