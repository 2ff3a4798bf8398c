"""Consistency of the days in a situation with the day of the question and with today (日子是否说得通)."""

from collections.abc import Iterable
from datetime import date, timedelta

from knowledge.situation.facts import FACTS, Kind
from knowledge.situation.situation import Situation

BEGUN = tuple(code for code, fact in FACTS.items() if fact.kind is Kind.DATE)
"""Facts that are the day on which something began."""

DEATHS = {"father_state": ("father_since", timedelta(days=366)), "mother_state": ("mother_since", timedelta(0))}
"""By the state of a parent: the field with its first day, and the longest time by which a death may precede a birth;
for a father at most a year (configured value).
"""


def untimely(situation: Situation, days: Iterable[date], today: date) -> tuple[str, str] | None:
    """Return an impossible fact with the code of its message; None if all days agree.

    An age beside a date of birth must be the age on one of the days of the question or today: of two ages that
    differ it is unknown which is meant. Without days an age is not compared.

    Args:
        situation: The known facts of the child.
        days: The days of the question.
        today: No child is born, and no state of a child begins, after it or after the days.
    """
    asked = (*days, today)
    if situation.birth_date is not None and situation.birth_date > today:
        return "birth_date", "situation.born_later"
    for code in BEGUN:
        begun: date | None = getattr(situation, code)
        if begun is not None and begun > max(asked):
            return code, "situation.begins_later"
    if facts := _died_too_early(situation):
        return facts, "situation.died_too_early"
    if situation.birth_date is None or situation.age is None or len(asked) == 1:
        return None
    ages = {situation.age_on(day) for day in asked}
    return None if situation.age in ages else ("birth_date, age", "situation.ages_differ")


def _died_too_early(situation: Situation) -> str | None:
    """The facts by which a parent was dead before the child can have been born."""
    for state, (since, before) in DEATHS.items():
        day: date | None = getattr(situation, since)
        if getattr(situation, state) != "dead" or day is None or situation.birth_date is None:
            continue
        if day < situation.birth_date - before:
            return f"birth_date, {since}"
    return None
