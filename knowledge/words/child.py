"""Which child is spoken of, by age and sex, and whether a matter is for such a child (说的是怎样的孩子)."""

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, Self

from knowledge.vocabulary import Verdict

_AGE = re.compile(r"(?<!\d)(1?\d)岁")
YOUNG, OLD = frozenset(range(14)), frozenset(range(14, 18))


@dataclass(frozen=True, slots=True)
class Child:
    """The ages and sexes that were told; none where nothing was."""

    ages: AbstractSet[int] = frozenset()
    sexes: AbstractSet[str] = frozenset()

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> Self:
        """From the facts of a situation."""
        return cls(*(frozenset({facts[f]}) if f in facts else frozenset() for f in ("age", "sex")))

    def over(self, other: "Child") -> "Child":
        """This, and the other where this says nothing."""
        return Child(self.ages or other.ages, self.sexes or other.sexes)


@dataclass(frozen=True, slots=True)
class Tellers:
    """The words that tell of a child's sex, and of an age under or over 14 where no number is said."""

    sexes: Mapping[str, re.Pattern[str]]
    young: re.Pattern[str]
    old: re.Pattern[str]

    def child(self, said: str) -> Child:
        """The child of a text."""
        ages = frozenset(int(m) for m in _AGE.findall(said)) & (YOUNG | OLD)
        if not ages:
            ages = frozenset(a for way, own in ((self.young, YOUNG), (self.old, OLD)) if way.search(said) for a in own)
        return Child(ages, frozenset(sex for sex, way in self.sexes.items() if way.search(said)))


@dataclass(frozen=True, slots=True)
class Only:
    """The ages and the sex that a matter is for."""

    ages: AbstractSet[int]
    sex: str

    def fits(self, child: Child) -> Verdict:
        """No where all that was told is of others, yes where all is of these, else unknown."""
        parts = ((child.ages, self.ages), (child.sexes, {self.sex}))
        if any(told and not told & mine for told, mine in parts):
            return Verdict.NO
        return Verdict.YES if all(told and told <= mine for told, mine in parts) else Verdict.UNKNOWN
