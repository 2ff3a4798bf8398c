"""One description of what is known; absent is unknown (情形)."""

from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Self

from pydantic import ConfigDict, model_validator
from pydantic_core import PydanticCustomError

from knowledge.situation.facts import ANY, CATALOGUE, FACTS, Impossible
from knowledge.situation.fields import Fields
from knowledge.situation.names import SERVICES
from knowledge.situation.truth import NO, YES

OPTIONS: Mapping[str, tuple[Any, ...]] = {code: fact.options for code, fact in FACTS.items() if not fact.raw}
"""Every fact that a condition may name, with the values it can take."""
RAW = frozenset(code for code, fact in FACTS.items() if fact.raw)
"""Fields that are not facts themselves; conditions ask for what follows from them."""
LABELS: Mapping[str, str] = {code: fact.zh for code, fact in FACTS.items()}
DURATIONS: Mapping[str, str] = {fact.months: code for code, fact in FACTS.items() if fact.months}
"""Facts that are full months since a day, with the field that gives the day."""
RECEIVES = tuple((f"receives_{code}", code) for code in SERVICES)
"""Facts that the list of benefits received answers, with the code of the benefit."""


class Situation(Fields):
    """What is known of the child, the harm, the people and the place; an absent field is unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="after")
    def _possible(self) -> Self:
        """Refuse what cannot be at the same time, naming the fields."""
        known = self.__dict__
        wrong = [fields for fields, cannot in IMPOSSIBLE if cannot(known)]
        if wrong:
            raise PydanticCustomError("contradiction", "{fields}", {"fields": ", ".join(dict.fromkeys(wrong))})
        return self

    def age_on(self, on: date) -> int | None:
        """Full years on the day `on`; the birthday itself counts as reached (未满/不满 N excludes it).

        Not known before the birth: a rule for minors says nothing of a child who is not there yet.
        """
        if self.birth_date is None:
            return self.age
        if on < self.birth_date:
            return None
        born = self.birth_date
        # A child born on 29 February reaches the age on 1 March of a common year: (month, day) order says so.
        return on.year - born.year - ((on.month, on.day) < (born.month, born.day))

    def facts(self, on: date) -> dict[str, Any]:
        """Known facts by name, ages and durations in full years and months of that day among them."""
        # not model_dump: this is on the way of every request, and the values of conditions need no conversion
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


def _listed(said: Any) -> tuple[Any, ...]:
    return tuple(said) if isinstance(said, list) else (said,)


IMPLIED: tuple[tuple[str, tuple[Any, ...], Mapping[str, Any]], ...] = tuple(
    (code, OPTIONS[code] if said == ANY else _listed(said), row.then)
    for row in CATALOGUE.implies
    for code, said in row.when.items()
)
"""What a fact says of another by the meaning of the words; what was said itself stands before it."""


def implied(known: dict[str, Any]) -> dict[str, Any]:
    """The known facts with those that they say by the meaning of the words."""
    found = dict(known)
    for fact, values, follows in IMPLIED:
        if found.get(fact) in values:
            for other, value in follows.items():
                found.setdefault(other, value)
    return found


def full_months(begun: date, on: date) -> int:
    """Months that have passed; a month without that day is full on its last day (民法典202)."""
    last = monthrange(on.year, on.month)[1]
    return (on.year - begun.year) * 12 + on.month - begun.month - (on.day < min(begun.day, last))


Cannot = Callable[[Mapping[str, Any]], bool]


def _later(first: str, second: str) -> Cannot:
    def cannot(known: Mapping[str, Any]) -> bool:
        a, b = known[first], known[second]
        return a is not None and b is not None and a > b

    return cannot


def _together(facts: Mapping[str, Any]) -> Cannot:
    wanted = tuple((code, None if said == ANY else frozenset(_listed(said))) for code, said in facts.items())

    def cannot(known: Mapping[str, Any]) -> bool:
        return all(
            (value := known[code]) is not None and (values is None or value in values) for code, values in wanted
        )

    return cannot


def _cannot(row: Impossible) -> Cannot:
    return _later(*row.later) if row.later else _together(row.facts or {})


IMPOSSIBLE: tuple[tuple[str, Cannot], ...] = tuple((", ".join(row.names), _cannot(row)) for row in CATALOGUE.impossible)
"""What cannot be at once; the fields are named to whoever said both, the values never."""


def value_label(fact: str, value: Any) -> str:
    """The Chinese name of a fact's value; yes and no for booleans."""
    if isinstance(value, bool):
        return YES[0] if value else NO[0]
    values = FACTS[fact].values if fact in FACTS else None
    return values.of[value].zh if values and value in values.of else str(value)
