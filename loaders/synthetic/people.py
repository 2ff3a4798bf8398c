"""Children in difficulty who do not exist: from a seed, marked so, about as many as the district has (演示个案)."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from graph_model.persons.intake import Intake
from graph_model.persons.persons import Assignment
from knowledge.derivation.derived import Facts
from knowledge.eligibility.entitlement import benefits
from knowledge.eligibility.services import eligible_of
from knowledge.referral.safety import difficulties
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import Situation
from knowledge.vocabulary import AreaLevel, Fit, Provenance, Verdict
from loaders.synthetic.names import DEMO_NAMES, DemoNames
from network.entities import Area, ServicePoint

EACH = 5
"""Children in difficulty of a community where no figure of the district is published: made, no statistics."""
SEED = 20261125
SOURCE = f"合成（种子 {SEED}）"
MARK = Provenance.SYNTHETIC
MISSING, ENDED = 7, 11
"""Planted: of the children whose number ends so, one entitlement is not received; one is received without right."""
LOST = date(2026, 1, 15)

ABLE: dict[str, Any] = {"father_state": "able", "mother_state": "able"}
KINDS: tuple[tuple[int, str, dict[str, Any], dict[str, Any]], ...] = (
    (6, "孤儿", {}, {"father_state": "dead", "mother_state": "dead"}),
    (
        14,
        "事实无人抚养",
        {},
        {
            "father_state": "imprisoned",
            "father_since": date(2025, 3, 1),
            "mother_state": "lost_contact",
            "mother_since": LOST,
            "mother_supports": False,
        },
    ),
    (
        10,
        "事实无人抚养",
        {},
        {
            "father_state": "dead",
            "mother_state": "lost_contact",
            "mother_since": LOST,
            "mother_supports": False,
        },
    ),
    (26, "困难家庭", {"household_aid": "dibao", "enrolled": True}, ABLE),
    (10, "困难家庭", {"household_aid": "marginal", "enrolled": True}, ABLE),
    (
        18,
        "残疾儿童",
        {
            "disability_kind": "intellectual",
            "disability_grade": "two",
            "disability_certificate": True,
        },
        ABLE,
    ),
    (
        8,
        "残疾儿童",
        {
            "disability_kind": "autism",
            "disability_grade": "three",
            "disability_certificate": True,
            "household_aid": "dibao",
        },
        ABLE,
    ),
    (5, "大病儿童", {"major_illness": True}, ABLE),
    (9, "监护困境", {"guardian_state": "unable"}, {"father_state": "seriously_ill", "mother_state": "working_away"}),
    (4, "监护侵害", {"domestic_violence": True, "offender": "guardian"}, ABLE),
    (
        6,
        "服刑人员子女",
        {"caregiver": "grandparents"},
        {
            "father_state": "imprisoned",
            "father_since": date(2026, 9, 1),
        },
    ),
    (6, "失学", {"enrolled": False, "dropped_out": True}, ABLE),
    (5, "随迁困难", {"migrant": True, "economic_hardship": True}, ABLE),
)
"""Share, kind of case, the child's facts, the parents' facts; shares are made up, not statistics."""


def number(areas: tuple[Area, ...]) -> int:
    """Return the number of children of the demo where no figure is published."""
    return EACH * sum(a.level is AreaLevel.COMMUNITY for a in areas)


def make(
    areas: tuple[Area, ...],
    schools: tuple[ServicePoint, ...],
    book: Rulebook,
    on: date,
    number: int,
    names: DemoNames = DEMO_NAMES,
    prefix: str = "",
) -> tuple[tuple[Intake, ...], tuple[Assignment, ...]]:
    """Return children for the communities and the teams of their cases; the same for the same seed.

    Their keys begin with the prefix of the district's names, or with `prefix`.
    """
    by_street: dict[str, list[str]] = {}
    for s in schools:
        for code in s.serves:
            by_street.setdefault(code, []).append(s.id)
    parents = {a.code: a.parent or "" for a in areas}
    children = []
    for n, area, bare in _children(areas, on, number):
        situation = _receiving(book, n, bare, on)
        near = by_street.get(parents[area], [])
        school = near[n % len(near)] if near and situation.enrolled else None
        opened = on - timedelta(days=10 + n % 300)
        key, codes = f"{prefix or names.children}-{n:04d}", _codes(book, situation, on)
        children.append(Intake(key, f"演示儿童{n:04d}", area, situation, MARK, SOURCE, opened, school, codes))
    return tuple(children), tuple(t for c in children[::2] for t in _team(c, names, on))


def _children(areas: tuple[Area, ...], on: date, number: int) -> Iterator[tuple[int, str, Situation]]:
    chance = Random(SEED)  # noqa: S311  # repeatable data, no secret
    communities = [a for a in areas if a.level is AreaLevel.COMMUNITY]
    shares = [k[0] for k in KINDS]
    for n in range(number):
        # every community has some, the demo accounts' among them
        area = communities[n] if n < len(communities) else chance.choice(communities)
        _, _, own, parents = chance.choices(KINDS, shares)[0]
        born = on - timedelta(days=chance.randint(30, 18 * 365 - 30))
        sex = chance.choice(("female", "male"))
        hukou = chance.choices(("local", "city", "other_province", "none"), (80, 10, 9, 1))[0]
        base = {"birth_date": born, "sex": sex, "hukou": hukou, "residence_area": area.code}
        yield n + 1, area.code, Situation.model_validate({**base, **own, **parents})


def _receiving(book: Rulebook, n: int, situation: Situation, on: date) -> Situation:
    """Add the benefits that a child receives: none recorded for every third; some planted errors among the others."""
    if n % 3 == 0:
        return situation
    facts = Facts.of(book, situation, on)
    fits = {s.code: eligible_of(facts, s, situation).fit for s in benefits(book)}
    got = [code for code, fit in fits.items() if fit is Fit.ELIGIBLE]
    ended = [code for code, fit in fits.items() if fit is Fit.INELIGIBLE]
    if n % 10 == MISSING:
        got = got[1:]
    if n % 50 == ENDED and ended:
        got.append(ended[0])
    return situation.model_copy(update={"receiving": tuple(sorted(got))})


def _codes(book: Rulebook, situation: Situation, on: date) -> tuple[str, ...]:
    concepts = (d.concept for d in difficulties(Facts.of(book, situation, on)) if d.verdict is Verdict.YES)
    return tuple(d.code for d in concepts if d.unsealed)


def _team(c: Intake, names: DemoNames, on: date) -> Iterator[Assignment]:
    """The demo accounts are on the team of every second case: so that team and area can be distinguished."""
    for account in map(names.account, ("director", "street", "centre")):
        case = f"case-{c.key}"
        yield Assignment(f"{account}@{case}", case, account, "演示审批人", "个案承办", on - timedelta(days=9))
