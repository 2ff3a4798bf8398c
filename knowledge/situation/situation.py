"""The known facts of one child's situation (情形)."""

from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from heapq import heapify, heappop, heappush
from itertools import permutations
from typing import Any, Self

from pydantic import ConfigDict, model_validator
from pydantic_core import PydanticCustomError

from knowledge.messages.message import Message, message
from knowledge.situation.facts import ANY, CATALOGUE, FACTS, Bilingual, Impossible
from knowledge.situation.fields import Fields
from knowledge.situation.names import SERVICES

OPTIONS: Mapping[str, tuple[Any, ...]] = {code: fact.options for code, fact in FACTS.items() if not fact.raw}
"""All facts that a condition may name, with their values."""
DURATIONS: Mapping[str, str] = {fact.months: code for code, fact in FACTS.items() if fact.months}
"""Facts that are full months since a day, with the field of that day."""
RECEIVES = tuple((f"receives_{code}", code) for code in SERVICES)
"""Facts that follow from the list of benefits received, with the code of the benefit."""


class Situation(Fields):
    """Known facts of the child, the harm, the people and the place; an absent field is unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="after")
    def _possible(self) -> Self:
        """Reject facts that exclude each other, naming the fields."""
        known = self.__dict__
        wrong = [fields for fields, cannot in IMPOSSIBLE if cannot(known)]
        if wrong:
            raise PydanticCustomError("contradiction", "{fields}", {"fields": ", ".join(dict.fromkeys(wrong))})
        return self

    def known(self) -> dict[str, Any]:
        """The facts that are known, as they were given."""
        return {code: value for code, value in self.__dict__.items() if value is not None}

    def age_on(self, on: date) -> int | None:
        """Age in full years on a day; on the birthday itself the age is reached (未满/不满 N excludes it).

        None before the birth, because rules for minors do not apply to an unborn child.
        """
        if self.birth_date is None:
            return self.age
        if on < self.birth_date:
            return None
        born = self.birth_date
        # comparing (month, day): a child born on 29 February reaches the age on 1 March of a common year
        return on.year - born.year - ((on.month, on.day) < (born.month, born.day))

    def facts(self, on: date) -> dict[str, Any]:
        """Known facts by name, with ages and durations in full years and months on the day."""
        # not model_dump: every request calls this, and conditions need no converted values
        known = {code: value for code, value in self.__dict__.items() if value is not None and code in OPTIONS}
        for name, since in DURATIONS.items():
            begun: date | None = getattr(self, since)
            if begun is not None and begun <= on:
                known[name] = full_months(begun, on)
        if self.receiving is not None:
            known |= {fact: code in self.receiving for fact, code in RECEIVES}
        age = self.age_on(on)
        if age is not None:
            known["age"] = age
        return implied(known)


def _listed(value: Any) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, list) else (value,)


Values = frozenset[Any] | range


def _meant(code: str, value: Any) -> tuple[str, Values]:
    """The fact and the values of it that a rule names; from so many months on, for a duration."""
    months = code.removesuffix("_from")
    if months in DURATIONS:
        return months, range(value, 10_000)
    return code, frozenset(OPTIONS[code] if value == ANY else _listed(value))


IMPLIED: tuple[tuple[str, Values, Mapping[str, Any], str | None], ...] = tuple(
    (*_meant(code, value), row.then, row.unless) for row in CATALOGUE.implies for code, value in row.when.items()
)
"""(fact, values, facts that follow, unless this is known): what follows by meaning; a known value takes precedence."""


NO_VALUE = "nothing"
"""The value of a fact that nothing can be: a child without a disability has no kind of disability."""


def _excluded() -> Iterator[tuple[str, frozenset[Any], str, Any]]:
    """Yield what known values leave of another fact: (fact, values, other fact, its only possible value)."""
    for facts in (row.facts for row in CATALOGUE.impossible if row.facts and all(f in OPTIONS for f in row.facts)):
        for fact, *others in permutations(facts):
            if len(others) > 1:
                continue
            (other,) = others
            values, cannot = (OPTIONS[f] if facts[f] == ANY else _listed(facts[f]) for f in (fact, other))
            left = [v for v in OPTIONS[other] if v not in cannot]
            if len(left) <= 1:
                yield fact, frozenset(values), other, left[0] if left else NO_VALUE


EXCLUDED = tuple(_excluded())


RULES: tuple[tuple[str, Values, Mapping[str, Any], str | None], ...] = (
    *IMPLIED,
    *((fact, values, {other: left}, None) for fact, values, other, left in EXCLUDED),
)
RULES_OF: Mapping[str, tuple[int, ...]] = {
    fact: tuple(n for n, rule in enumerate(RULES) if rule[0] == fact) for fact in {rule[0] for rule in RULES}
}
"""The places of the rules that a fact can set off."""


def implied(known: dict[str, Any]) -> dict[str, Any]:
    """Return the known facts with those that follow by meaning or because nothing else is possible.

    The rules are applied in their order, once; only rules whose fact is known by then are tried.
    """
    facts = dict(known)
    ahead = [n for fact in known for n in RULES_OF.get(fact, ())]
    heapify(ahead)
    while ahead:
        place = heappop(ahead)
        fact, values, follows, unless = RULES[place]
        if facts[fact] in values and (unless is None or facts.get(unless) is None):
            for other, value in follows.items():
                if other not in facts:
                    facts[other] = value
                    for n in RULES_OF.get(other, ()):
                        if n > place:
                            heappush(ahead, n)
    return facts


def full_months(begun: date, on: date) -> int:
    """Full months between two days; in a month without that day, the month is full on its last day (民法典202)."""
    last = monthrange(on.year, on.month)[1]
    return (on.year - begun.year) * 12 + on.month - begun.month - (on.day < min(begun.day, last))


Cannot = Callable[[Mapping[str, Any]], bool]


def _later(first: str, second: str) -> Cannot:
    def cannot(known: Mapping[str, Any]) -> bool:
        a, b = known[first], known[second]
        return a is not None and b is not None and a > b

    return cannot


def _together(facts: Mapping[str, Any]) -> Cannot:
    wanted = tuple(
        (code, None if accepted == ANY else frozenset(_listed(accepted))) for code, accepted in facts.items()
    )

    def cannot(known: Mapping[str, Any]) -> bool:
        for code, values in wanted:  # not all(...): thousands of children are checked, and most fail at once
            value = known[code]
            if value is None or (values is not None and value not in values):
                return False
        return True

    return cannot


def _cannot(row: Impossible) -> Cannot:
    return _later(*row.later) if row.later else _together(row.facts or {})


IMPOSSIBLE: tuple[tuple[str, Cannot], ...] = tuple((", ".join(row.names), _cannot(row)) for row in CATALOGUE.impossible)
"""Field names, and a check for facts that exclude each other. Errors name the fields, never their values."""


def value_words(fact: str, value: Any) -> Message | Bilingual | str:
    """The label of a fact's value, in every language; yes and no for booleans."""
    if isinstance(value, bool):
        return message("fact.yes" if value else "fact.no")
    values = FACTS[fact].values if fact in FACTS else None
    return values.of[value] if values and value in values.of else str(value)


def value_label(fact: str, value: Any) -> str:
    """The label of a fact's value in the language of the current answer."""
    return str(value_words(fact, value))
