"""Texts about a kiss, hug or held hand between children of like age or siblings, and nothing that harms (亲近).

One word of force, unwillingness, a private part, a grown person, money, pictures or a hidden place is enough for
doubt; then the text is read as any other.
"""

from collections.abc import Iterable
from datetime import date

from knowledge.understanding.ages import ages
from knowledge.understanding.aligned import half_width
from knowledge.understanding.signs import grammar, rows
from knowledge.understanding.told_facts import ToldFact

HARMLESS = frozenset({"repeated", "offender"})
"""Facts of harm that words of affection resemble (成日, 拖)."""
PEERS = frozenset({"student", "family"})
"""Offenders that a schoolmate, brother or sister is taken for."""
FURTHER = frozenset({"pregnant", "night_out", "missing", "unattended", "psych_distress", "malnourished", "net_harm"})
"""Facts beside harm that leave the text to the score."""
MOST = 60
"""Letters of a text, without who saw it and asks; a longer one is about more than affection. A working convention."""
GAP = 2
"""Years between two told ages, above which children are not of like age. A working convention."""


def is_affection_alone(text: str, facts: Iterable[ToldFact], on: date) -> bool:
    """Return True if a text is about affection between children of like age or siblings, and of nothing harmful."""
    g, half = grammar, half_width(text).text
    rest = g("onlookers").sub(",", half)
    if (
        len(rest) > MOST
        or not g("affection").search(rest)
        or not g("peers").search(rest)
        or g("unlike_affection").search(rest)
    ):
        return False
    years = [a.least for a in ages(half, on) if a.sure]
    like = not years or max(years) - min(years) <= GAP or g("siblings").search(rest)
    return bool(like) and all(_is_harmless(f) for f in facts)


def _is_harmless(f: ToldFact) -> bool:
    if f.fact in HARMLESS:
        return not f.plain and (f.fact != "offender" or f.value in PEERS)
    return f.fact not in rows().harms and f.fact not in FURTHER
