"""Whether the days in a situation agree with the day of the question and with today (日子是否说得通)."""

from collections.abc import Iterable
from datetime import date

from knowledge.situation.facts import FACTS, Kind
from knowledge.situation.situation import Situation

BEGUN = tuple(code for code, fact in FACTS.items() if fact.kind is Kind.DATE)
"""Facts that are the day on which something began."""


def untimely(situation: Situation, days: Iterable[date], today: date) -> tuple[str, str] | None:
    """What cannot be: the facts, and the code of the message; None if all agrees.

    An age beside a date of birth must be the age on one of the days of the question or today: of two ages that differ
    nobody knows which one is meant. Without days an age is not compared.

    Args:
        situation: What is known of the child.
        days: The days of the question.
        today: No child is born, and nothing of a child begins, after it or after the days.
    """
    asked = (*days, today)
    if situation.birth_date is not None and situation.birth_date > today:
        return "birth_date", "situation.born_later"
    for code in BEGUN:
        begun: date | None = getattr(situation, code)
        if begun is not None and begun > max(asked):
            return code, "situation.begins_later"
    if situation.birth_date is None or situation.age is None or len(asked) == 1:
        return None
    ages = {situation.age_on(day) for day in asked}
    return None if situation.age in ages else ("birth_date, age", "situation.ages_differ")
