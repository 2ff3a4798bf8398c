"""What a duty over children asks of a child, from its situation; not known stays not known (对象的属性)."""

from knowledge.derivation.derived import Facts
from knowledge.eligibility.services import eligible_of
from knowledge.rows.obligations import ENTITLED, Attribute, Obligation, Plain
from knowledge.situation.situation import Situation
from knowledge.vocabulary import Fit

SCHOOL_AGE = 6
"""年满六周岁 (义务教育法11); when the duty ends depends on the schooling, so from 16 on it is not known."""
SIXTEEN = 16


def attributes_of(obligation: Obligation) -> frozenset[str]:
    """The attributes that an obligation or one of its components depends on."""
    rows = (*obligation.objects.filter, *(f for c in obligation.components for f in c.filter))
    graded = {obligation.periods_by.attribute} if obligation.periods_by else set[str]()
    age = {Attribute.AGE.value} if obligation.objects.of == "minor" else set[str]()
    return frozenset({r.attribute for r in rows} | {e.attribute for e in obligation.exempt} | graded | age)


def of_child(facts: Facts, situation: Situation, wanted: frozenset[str]) -> dict[str, Plain | None]:
    """The attributes asked for, of a child in difficulty whose dossier is kept.

    The grade of risk, what an investigating body decided, and the like are not in the situation: they come with the
    records' own list, else they are not known.
    """
    age = situation.age_on(facts.on)
    known: dict[str, Plain | None] = {
        Attribute.AGE.value: age,
        Attribute.IN_DIFFICULTY.value: True,
        Attribute.DISABILITY.value: situation.disability,
        Attribute.MAJOR_ILLNESS.value: situation.major_illness,
        Attribute.COMPULSORY_AGE.value: None if age is None or age >= SIXTEEN else age >= SCHOOL_AGE,
        Attribute.CORRECTION.value: situation.community_correction,
        Attribute.DISTRESS.value: situation.psych_distress,
        Attribute.IN_CASE.value: None if situation.procedural_role is None else True,
    }
    for name in (n for n in wanted if n.startswith(ENTITLED)):
        fit = eligible_of(facts, facts.book.services[name.removeprefix(ENTITLED)], situation).fit
        known[name] = None if fit is Fit.UNKNOWN else fit.value
    return {k: v for k, v in known.items() if k in wanted}
