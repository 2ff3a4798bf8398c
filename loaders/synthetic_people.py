"""Children in difficulty who do not exist: from a seed, marked so, about as many as the district has (演示个案)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from graph_model.entities import Area, ServicePoint
from graph_model.persons import Assignment, Case, Guardian, Minor, Person, sealed
from graph_model.seal import Vault
from knowledge.access import by_class
from knowledge.rulebook import Rulebook
from knowledge.safety import difficulties
from knowledge.situation import Situation
from knowledge.vocabulary import AreaLevel, FieldClass, Provenance, Verdict

NUMBER = 1134
"""Children in difficulty in the district (news figure, shared/data facts); nothing is known of each of them."""
SEED = 20261125
SOURCE = f"合成（种子 {SEED}）"
MARK = Provenance.SYNTHETIC
LOST = date(2026, 1, 15)

ABLE: dict[str, Any] = {"father_state": "able", "mother_state": "able"}
KINDS: tuple[tuple[int, str, dict[str, Any], dict[str, Any]], ...] = (
    (6, "孤儿", {}, {"father_state": "dead", "mother_state": "dead"}),
    (14, "事实无人抚养", {}, {
        "father_state": "imprisoned", "father_since": date(2025, 3, 1), "mother_state": "lost_contact",
        "mother_since": LOST, "mother_supports": False,
    }),
    (10, "事实无人抚养", {}, {
        "father_state": "dead", "mother_state": "lost_contact", "mother_since": LOST, "mother_supports": False,
    }),
    (26, "困难家庭", {"household_aid": "dibao", "enrolled": True}, ABLE),
    (10, "困难家庭", {"household_aid": "marginal", "enrolled": True}, ABLE),
    (18, "残疾儿童", {
        "disability_kind": "intellectual", "disability_grade": "two", "disability_certificate": True,
    }, ABLE),
    (8, "残疾儿童", {
        "disability_kind": "autism", "disability_grade": "three", "disability_certificate": True,
        "household_aid": "dibao",
    }, ABLE),
    (5, "大病儿童", {"major_illness": True}, ABLE),
    (9, "监护困境", {"guardian_state": "unable"}, {"father_state": "seriously_ill", "mother_state": "working_away"}),
    (4, "监护侵害", {"domestic_violence": True, "offender": "guardian"}, ABLE),
    (6, "服刑人员子女", {"caregiver": "grandparents"}, {
        "father_state": "imprisoned", "father_since": date(2026, 9, 1),
    }),
    (6, "失学", {"enrolled": False, "dropped_out": True}, ABLE),
    (5, "随迁困难", {"migrant": True, "economic_hardship": True}, ABLE),
)  # fmt: skip
"""Share, kind of case, the child's facts, the parents' facts; shares are made up, not statistics."""


@dataclass(frozen=True, slots=True)
class People:
    """Everything that is made, in the order of writing."""

    minors: tuple[Minor, ...]
    guardians: tuple[Guardian, ...]
    cases: tuple[Case, ...]
    assignments: tuple[Assignment, ...]

    def __iter__(self) -> Iterator[tuple[Person, ...]]:
        """Groups of one kind."""
        return iter((self.minors, self.guardians, self.cases, self.assignments))


@dataclass(frozen=True, slots=True)
class _Child:
    number: int
    area: Area
    kind: str
    own: Situation
    parents: Situation

    @property
    def key(self) -> str:
        return f"demo-{self.number:04d}"


def make(
    areas: tuple[Area, ...], schools: tuple[ServicePoint, ...], book: Rulebook, vault: Vault, on: date,
    number: int = NUMBER,
) -> People:  # fmt: skip
    """Make children for the communities; the same for the same seed, but for the sealing."""
    children = list(_children(areas, on, number))
    vault.provide(c.key for c in children)
    by_street: dict[str, list[str]] = {}
    for s in schools:
        for code in s.serves:
            by_street.setdefault(code, []).append(s.id)
    return People(
        tuple(_minor(c, vault, by_street.get(c.area.parent or "", [])) for c in children),
        tuple(g for c in children for g in _guardians(c, vault)),
        tuple(_case(c, book, on) for c in children),
        tuple(a for c in children for a in _team(c, on)),
    )


def _children(areas: tuple[Area, ...], on: date, number: int) -> Iterator[_Child]:
    chance = Random(SEED)  # noqa: S311  # repeatable data, no secret
    communities = [a for a in areas if a.level is AreaLevel.COMMUNITY]
    shares = [k[0] for k in KINDS]
    for n in range(number):
        # every community has some; the demo accounts' community is among the first
        area = communities[n % len(communities)] if n < len(communities) else chance.choice(communities)
        _, kind, own, parents = chance.choices(KINDS, shares)[0]
        born = on - timedelta(days=chance.randint(30, 18 * 365 - 30))
        sex = chance.choice(("female", "male"))
        hukou = chance.choices(("local", "city", "other_province", "none"), (80, 10, 9, 1))[0]
        base = {"birth_date": born, "sex": sex, "hukou": hukou, "residence_area": area.code}
        yield _Child(n + 1, area, kind, Situation.model_validate({**base, **own}), Situation.model_validate(parents))


def _minor(c: _Child, vault: Vault, schools: list[str]) -> Minor:
    blobs = sealed(vault, c.key, "Minor", c.key, c.own)
    school = schools[c.number % len(schools)] if schools and c.own.enrolled else None
    return Minor(
        c.key, f"演示儿童{c.number:04d}", c.area.code, f"demo-house-{c.number:04d}", MARK, SOURCE, school,
        _open(c.own), **blobs,
    )  # fmt: skip


def _open(situation: Situation) -> str:
    """The F1 facts as JSON."""
    return json.dumps(by_class(situation).get(FieldClass.F1, {}), ensure_ascii=False, sort_keys=True)


def _guardians(c: _Child, vault: Vault) -> Iterator[Guardian]:
    for kin in ("father", "mother"):
        facts = {k: v for k, v in c.parents.model_dump(exclude_none=True).items() if k.startswith(kin)}
        key = f"{c.key}-{kin}"
        blobs = sealed(vault, c.key, "Guardian", key, Situation.model_validate(facts)) if facts else {}
        yield Guardian(key, c.key, MARK, SOURCE, f4=blobs.get("f4"))


OPEN_CODES = {"D09", "D10", "D11", "D12"}
"""Difficulties whose code says nothing of health, money, harm or crime: the others stay sealed with their facts."""


def _case(c: _Child, book: Rulebook, on: date) -> Case:
    whole = Situation.model_validate({**c.own.model_dump(exclude_none=True), **c.parents.model_dump(exclude_none=True)})
    found = (d.concept for d in difficulties(book, whole, on) if d.verdict is Verdict.YES)
    codes = tuple(d.code for d in found if d.code in OPEN_CODES and d.field_class is FieldClass.F1)
    opened = on - timedelta(days=10 + c.number % 300)
    return Case(f"YX-DEMO-{c.number:04d}", c.key, "困境未成年人建档", opened, "在办", MARK, SOURCE, codes)


def _team(c: _Child, on: date) -> Iterator[Assignment]:
    """The demo accounts are on the team of every second case: T and J can be told apart."""
    if c.number % 2:
        for account in ("demo-director", "demo-street", "demo-centre"):
            case = f"YX-DEMO-{c.number:04d}"
            yield Assignment(f"{account}@{case}", case, account, "演示审批人", "个案承办", on - timedelta(days=9))
