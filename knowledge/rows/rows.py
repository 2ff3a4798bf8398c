"""The rows of the rulebook, as they are written in the TOML files (规则行)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

from knowledge.messages.message import message
from knowledge.situation.conditions import Condition
from knowledge.vocabulary import (
    Basis,
    ClauseClass,
    Confidence,
    DeadlineKind,
    Level,
    Mark,
    Modality,
    Protection,
    Role,
    Unit,
)

Given = bool | int | str

PROVISO = "law_allows"
"""Fact that represents a condition of the law outside the facts of the child."""


class Row(BaseModel):
    """A frozen row; an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Cite(Row):
    """Clause with the quoted words that are the basis of the rule.

    `clause` is `WB/11` (document family and article) or `plan:三(二)2(2)a`. The version of the statute follows from
    the day of the question; a version without the quoted words is no basis of the rule.
    """

    clause: str
    quote: str = Field(min_length=1)


class Conditional(Row):
    """A row with a condition and a range of days, further limited by the days on which its quotes are in force."""

    when: Condition = Condition()
    cite: tuple[Cite, ...] = ()
    since: date | None = None
    until: date | None = None
    note: str | None = None


class Duty(Conditional):
    """A body kind is responsible for the matter in one role."""

    role: Role
    body: str
    act: str
    """Action of the body here, a short Chinese phrase."""
    named: bool
    """True if the cited words name the body; false if its remit implies it."""
    confidence: Confidence = Confidence.H
    basis: Basis | None = None
    """Given only if it differs from the force of the cited clause."""
    mark: Mark = Mark.READ


class Deadline(Conditional):
    """The time within which a body must act after an event."""

    who: str
    act: str
    value: int | None = Field(default=None, gt=0)
    unit: Unit
    event: str
    """The event that starts it, in Chinese: 发现、受理申请、作出决定…"""
    kind: DeadlineKind = DeadlineKind.STATUTORY
    source: str | None = None
    """Source of a value that is not statutory."""


class Step(Conditional):
    """One of the first steps, in order."""

    text: str


class Safeguard(Conditional):
    """Safeguard: the manner of acting, and who must be present."""

    text: str


class Sanction(Conditional):
    """The sanction for a body; `none`: the law sets no penalty."""

    body: str | None = None
    against: str | None = None
    text: str
    none: bool = False


class Refusal(Row):
    """Refusal: a question not to answer or a demand not to make, with the reason."""

    text: str
    why: str
    cite: tuple[Cite, ...] = ()


class Matter(Row):
    """A matter with all rules about it (事项)."""

    code: str = Field(pattern=r"^M\d{2,3}$")
    name: str
    name_en: str
    protection: Protection
    level: str
    confidence: Confidence
    plan: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    danger: Mapping[str, Given] = {}
    """Facts of danger that a question about this matter implies: 110 precedes all else, unless known facts deny
    them. `true` implies danger to life or body.
    """
    report: bool = False
    """One of the matters of mandatory report (强制报告)."""
    general: bool = False
    """True for the matter that covers any suspicion of harm: it has the general duty and right to report
    (未成年人保护法11), and its handlers are in the order of the law's words.
    """
    encouraged: bool = False
    minors_only: bool = False
    """No duty applies to somebody known to be 18 or older (未成年人保护法2); an unknown age excludes nothing."""
    given: Mapping[str, Given] = {}
    """Facts that the matter presumes (黑网吧 is unlicensed); a known fact overrides them."""
    hotlines: tuple[str, ...] = ()
    disagreement: str | None = None
    """The body that decides if bodies disagree."""
    note: str | None = None
    duty: tuple[Duty, ...]
    deadline: tuple[Deadline, ...] = ()
    step: tuple[Step, ...] = ()
    safeguard: tuple[Safeguard, ...] = ()
    sanction: tuple[Sanction, ...] = ()
    refusal: tuple[Refusal, ...] = ()

    @field_validator("danger", mode="before")
    @classmethod
    def _known(cls, danger: Any) -> Any:
        return {"life_danger": True} if danger is True else danger or {}


class BodyKind(Row):
    """A kind of body that the texts name (机构类别)."""

    code: str
    name: str
    name_en: str
    level: Level
    aliases: tuple[str, ...] = ()
    channel: str | None = None
    """Channel to a body outside this system: telephone, letter, office network, ticket; configured."""
    receipt: str | None = None
    """The number to ask it for, so that the referral can be followed; configured."""
    confidential: bool = False
    """True if the location of such a place is confidential, unless its own record states otherwise."""
    department: bool = False
    """A department of the government: an open list of departments (等部门) may mean it without naming it."""
    comprises: tuple[str, ...] = ()
    """The kinds that it is a name for: an exception for it is for each of them."""
    everyone: bool = False
    """Every unit and person: a norm addressed to it binds all kinds of body; one kind is so marked."""


class Act(Row):
    """Act whose permission can be asked about (行为)."""

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: str
    name_en: str
    aliases: tuple[str, ...] = ()


class NormException(Conditional):
    """An exception from a norm, for all whom it binds or only for the kinds of `by`."""

    text: str
    by: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    """Kinds of body that may be given information under it; anybody if empty."""


class Norm(Conditional):
    """A subject may, must or must not do an act under a condition; `only`: these subjects and nobody else (规范)."""

    id: str = Field(pattern=r"^N\d{3,4}$")
    act: str
    by: tuple[str, ...]
    modality: Modality
    text: str
    only: bool = False
    proviso: str | None = None
    """Quoted words of a condition outside the facts: `law_allows` of `when` represents it, and answers name it."""
    open: bool = False
    """With `only`: the words list departments and end with “等部门”, so they neither include nor exclude a
    department that they do not name.
    """
    confidence: Confidence = Confidence.H
    exception: tuple[NormException, ...] = ()
    sanction: tuple[Sanction, ...] = ()
    instead: str | None = None
    matters: tuple[str, ...] = ()

    @property
    def condition(self) -> str:
        """The condition for people, the proviso in the words of the law."""
        if self.proviso is None:
            return self.when.text
        stated = (a.text for a in self.when.atoms if a.fact != PROVISO)
        return str(message("join.commas")).join((*stated, self.proviso))


class PlanClause(Row):
    """A clause of the plan: what it states, and what it leaves open."""

    id: str
    title: str
    title_en: str
    quote: str
    kind: ClauseClass
    named: tuple[str, ...] = ()
    """Actors, in the words of the clause."""
    bodies: tuple[str, ...] = ()
    """The same actors as body kinds, if a kind exists."""
    implied: tuple[str, ...] = ()
    """Body kinds that the text implies without naming them (推定)."""
    duty: str
    object: str
    frequency: str | None = None
    """The words of the clause (定期、及时…); the plan gives no numbers."""
    numbers: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    """Listed items, verbatim."""
    not_stated: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()
    note: str | None = None


class Hotline(Row):
    """A telephone number and its purpose; none replaces 110 or 120."""

    number: str
    name: str
    name_en: str
    use: str
    body: str | None = None
    mark: Mark
    source: str
    checked: date
