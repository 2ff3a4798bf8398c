"""Age and sex of the child in a text, and which matters apply to such a child (说的是怎样的孩子)."""

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, Self

from knowledge.vocabulary import Verdict

_AGE = re.compile(r"(?<!\d)(1?\d)岁|(?:我|满|今年|[刚才]够|先得?)(1[0-7])(?=[ ,，。]|$)")
"""Age with 岁, or where only an age is possible: 我17，想……"""
YOUNG, OLD = frozenset(range(14)), frozenset(range(14, 18))


@dataclass(frozen=True, slots=True)
class ChildProfile:
    """Possible ages and sexes of the child; empty if unknown."""

    ages: AbstractSet[int] = frozenset()
    sexes: AbstractSet[str] = frozenset()

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> Self:
        """From the facts of a situation."""
        return cls(*(frozenset({facts[f]}) if f in facts else frozenset() for f in ("age", "sex")))

    def over(self, other: "ChildProfile") -> "ChildProfile":
        """This child, with unknown parts taken from the other."""
        return ChildProfile(self.ages or other.ages, self.sexes or other.sexes)


@dataclass(frozen=True, slots=True)
class ChildPatterns:
    """Patterns of words for the child's sex, or for an age under or over 14 where no number is given."""

    sexes: Mapping[str, re.Pattern[str]]
    young: re.Pattern[str]
    old: re.Pattern[str]

    def child(self, text: str) -> ChildProfile:
        """The child described by a text."""
        ages = frozenset(int(m[1] or m[2]) for m in _AGE.finditer(text)) & (YOUNG | OLD)
        if not ages:
            by_words = ((self.young, YOUNG), (self.old, OLD))
            ages = frozenset(age for pattern, group in by_words if pattern.search(text) for age in group)
        return ChildProfile(ages, frozenset(sex for sex, pattern in self.sexes.items() if pattern.search(text)))


@dataclass(frozen=True, slots=True)
class ChildLimit:
    """The ages, and perhaps the sex, to which a matter is limited."""

    ages: AbstractSet[int]
    sexes: AbstractSet[str] = frozenset()
    """Empty: of either sex."""
    first: bool = False
    """True if the matter comes before others where it applies."""
    asked: bool = False
    """True if nothing is sure before these are known."""

    def fits(self, child: ChildProfile) -> Verdict:
        """NO if the known ages or sexes are all outside, YES if all known are inside, UNKNOWN otherwise."""
        parts = ((child.ages, self.ages), *([(child.sexes, self.sexes)] if self.sexes else []))
        if any(known and not known & allowed for known, allowed in parts):
            return Verdict.NO
        return Verdict.YES if all(known and known <= allowed for known, allowed in parts) else Verdict.UNKNOWN
