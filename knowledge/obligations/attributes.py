"""Attributes of a child that duties ask for, from its situation; unknown stays unknown (对象的属性)."""

from collections.abc import Callable, Mapping

from knowledge.derivation.derived import Facts
from knowledge.eligibility.services import eligible_of
from knowledge.rows.obligations import ENTITLED, Attribute, Obligation, Plain
from knowledge.situation.situation import Situation
from knowledge.vocabulary import Fit

SCHOOL_AGE = 6
"""年满六周岁 (义务教育法11); when the duty ends depends on the schooling, so from 16 on it is not known."""
SIXTEEN = 16


def _of_compulsory_age(facts: Facts, situation: Situation) -> bool | None:
    age = situation.age_on(facts.on)
    return None if age is None or age >= SIXTEEN else age >= SCHOOL_AGE


KNOWN: Mapping[str, Callable[[Facts, Situation], Plain | None]] = {
    Attribute.AGE.value: lambda f, s: s.age_on(f.on),
    Attribute.IN_DIFFICULTY.value: lambda _, __: True,
    Attribute.DISABILITY.value: lambda _, s: s.disability,
    Attribute.MAJOR_ILLNESS.value: lambda _, s: s.major_illness,
    Attribute.COMPULSORY_AGE.value: _of_compulsory_age,
    Attribute.CORRECTION.value: lambda _, s: s.community_correction,
    Attribute.DISTRESS.value: lambda _, s: s.psych_distress,
    Attribute.IN_CASE.value: lambda _, s: None if s.procedural_role is None else True,
}
"""Function that reads each attribute from the situation."""


KnownAttributes = tuple[Plain | None, ...]
"""Attributes from a situation, in the order of `KNOWN`."""


def known_attributes(facts: Facts, situation: Situation) -> KnownAttributes:
    """Return all attributes that a situation gives, whichever duty asks for them."""
    return tuple(tells(facts, situation) for tells in KNOWN.values())


def attributes_of(obligation: Obligation) -> frozenset[str]:
    """The attributes that an obligation or one of its components depends on."""
    rows = (*obligation.objects.filter, *(f for c in obligation.components for f in c.filter))
    graded = {obligation.periods_by.attribute} if obligation.periods_by else set[str]()
    age = {Attribute.AGE.value} if obligation.objects.of == "minor" else set[str]()
    return frozenset({r.attribute for r in rows} | {e.attribute for e in obligation.exempt} | graded | age)


def of_child(facts: Facts, situation: Situation, wanted: frozenset[str]) -> dict[str, Plain | None]:
    """Return the wanted attributes of a child in difficulty with a dossier.

    The grade of risk, decisions of an investigating body, and the like are not in the situation: they come with the
    records' own list, else they are unknown.
    """
    known: dict[str, Plain | None] = {n: KNOWN[n](facts, situation) for n in wanted if n in KNOWN}
    return known | _entitled(facts, situation, wanted)


def of_known(
    tells: KnownAttributes, facts: Facts, situation: Situation, wanted: frozenset[str]
) -> dict[str, Plain | None]:
    """Return what `of_child` does, from attributes read before."""
    known = {n: value for n, value in zip(KNOWN, tells, strict=True) if n in wanted}
    return known | _entitled(facts, situation, wanted)


def _entitled(facts: Facts, situation: Situation, wanted: frozenset[str]) -> dict[str, Plain | None]:
    known: dict[str, Plain | None] = {}
    for name in (n for n in wanted if n.startswith(ENTITLED)):
        fit = eligible_of(facts, facts.book.services[name.removeprefix(ENTITLED)], situation).fit
        known[name] = None if fit is Fit.UNKNOWN else fit.value
    return known
