"""Check that the words a row cites cover the facts of a requirement and the place of a sanction (规则要在引文里)."""

import re
from collections.abc import Iterator
from itertools import pairwise

from knowledge.messages.message import DEFAULT, speaking
from knowledge.reasons import reason
from knowledge.rows.referral import Requirement, Service, Way
from knowledge.rows.rows import Conditional, Sanction
from knowledge.situation.conditions import DERIVED, Atom
from knowledge.situation.facts import FACTS
from knowledge.situation.situation import DURATIONS, OPTIONS, value_words
from knowledge.vocabulary import ApplicationArea, Mark

COUNTED = re.compile(r"周岁")
"""Ages are in numbers, which texts write in several ways."""
HERE = re.compile(r"区(?:民政局|残联|教育局|医保局)|越秀")
"""Words for an office of this district."""


def _pairs(text: str) -> set[str]:
    """Return all pairs of adjacent Chinese characters."""
    return {a + b for a, b in pairwise(text) if min(a, b) >= "一" and max(a, b) <= "鿿"}


COMMON = _pairs("未成年人") | _pairs("孩子") | _pairs("家庭") | _pairs("情形")
"""Words that occur in every text, and so are no evidence."""


def _terms(atom: Atom) -> set[str]:
    """The words of a fact: its label, and the labels of the values that are accepted."""
    terms = _pairs(_zh(DERIVED.get(atom.fact) or FACTS[DURATIONS.get(atom.fact, atom.fact)].label))
    values = atom.values if atom.fact in OPTIONS else ()
    labels = (_zh(value_words(atom.fact, v)) for v in values if not isinstance(v, bool))
    return terms.union(*map(_pairs, labels)) - COMMON


def _zh(words: object) -> str:
    with speaking(DEFAULT):
        return str(words)


def uncarried(requirement: Requirement, way: Way) -> tuple[str, ...]:
    """Return the facts of a way that its quotes do not name, if no reason is given."""
    if way.mark is not Mark.READ or way.because or requirement.because:
        return ()
    quoted = set[str]().union(*(_pairs(c.quote) for c in way.cite))
    return tuple(a.zh for a in way.when.atoms if not COUNTED.search(a.zh) and not _terms(a) & quoted)


def word_problems(service: Service) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Requirements that are not in their quotes; routes by household registration that name an office of this place."""
    for n, requirement in enumerate(service.requirement):
        for k, way in enumerate(requirement.way):
            facts = uncarried(requirement, way)
            if facts:
                yield ("requirement", n, "way", k), reason("referral.uncarried", facts="、".join(facts))
    for n, route in enumerate(service.apply):
        if route.where is ApplicationArea.HUKOU and HERE.search(route.text):
            yield ("apply", n), reason("referral.office_here")
    for fact, value in service.grants.items():
        if fact not in OPTIONS or value not in OPTIONS[fact]:
            yield (), reason("referral.grants", fact=fact, value=value)


PLACES = re.compile(r"在(?:学校|幼儿园|[^，。；：]{0,12}场所)[^，。；：]{0,24}(?:的|吸烟|饮酒)")
"""Words that punish an act at certain places only."""


def sanction_place(row: Sanction, everyone: str | None, *above: Conditional) -> Iterator[str]:
    """A sanction for an act at certain places asks the place, itself or in the row above it."""
    words = f"{row.text}，{'，'.join(c.quote for c in row.cite)}"
    asked = {a.fact for r in (row, *above) for a in r.when.atoms}
    if row.against is not None and row.against == everyone and PLACES.search(words) and "place" not in asked:
        yield reason("matter.sanction_place")
