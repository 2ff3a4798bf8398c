"""Texts about a household alone: who the child is, its parents, its carer (家里的情形)."""

import re
from collections.abc import Iterable

from knowledge.understanding.bearers import Bearer
from knowledge.understanding.signs import grammar
from knowledge.understanding.told_facts import ToldFact
from knowledge.words.dictionary import words

HOUSEHOLD = frozenset(
    {"age", "birth_date", "sex", "reporter", "hukou", "caregiver", "school_kind", "guardian_state"}
    | {"economic_hardship", "household_aid"}
)
"""Facts without harm to the child, beside those of its parents."""
OF_PARENTS = ("father_", "mother_")
"""Prefixes of the names of facts of a parent."""
HARMING = "harming"
UNCARED = frozenset({"nobody", "other"})
"""Values of `caregiver` under which nobody is known to care for the child."""
_LETTER = re.compile(r"[^\W\d_]")

AWAY = frozenset({"missing", "night_out"})
"""Facts of danger for a child that mean only absence for an adult."""


def is_household_alone(text: str, facts: Iterable[ToldFact]) -> bool:
    """True if a text plainly states that somebody cares for the child, and otherwise only facts of the household.

    Every character must belong to such a fact: then no word is left that could mean danger tonight, however near a
    score ranks the text to others. One more word is enough for doubt.
    """
    every = tuple(facts)
    cared = any(f.fact == "caregiver" and f.plain and f.value not in UNCARED for f in every)
    if not cared or any(not _is_of_household(f) for f in every):
        return False
    rest = list(text.lower())
    for f in every:
        rest[f.start : f.end] = " " * (f.end - f.start)
    left = words().idle.sub(" ", grammar("beside").sub(" ", "".join(rest)))
    return _LETTER.search(left) is None


def _is_of_household(f: ToldFact) -> bool:
    if f.whose is Bearer.OTHER and f.fact in AWAY:
        return True
    return (f.fact in HOUSEHOLD or f.fact.startswith(OF_PARENTS)) and f.value != HARMING
