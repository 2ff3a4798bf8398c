"""Rows for referrals: derived facts, needs, doors, cautions and services, as in the TOML files (转介规则行)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import Field

from knowledge.rows.rows import Conditional, Deadline, Row, Step
from knowledge.vocabulary import ApplicationArea, CautionKind, Confidence, FieldClass, Mark, Relation


class Way(Conditional):
    """One sufficient condition of a concept or requirement; several ways are alternatives."""

    mark: Mark = Mark.READ
    known_only: bool = False
    """True if it supports its concept only once all its facts are known: a part of them raises no question."""
    contested: str | None = None
    """Doubt to verify, and with whom: this way alone decides nothing, the verdict stays UNKNOWN."""
    because: str | None = None
    """Reason why the quoted words cover a fact that they do not name."""
    says: str | None = None
    """At a door: what the call is about, in the words of whoever calls."""


class Concept(Row):
    """A derived fact (`is_…`), a type of difficulty (`D01`), or the base of needs and doors."""

    code: str = Field(pattern=r"^(D\d{2}|N\d{2}|door_[a-z]+|is_[a-z0-9_]+)$")
    name: str
    name_en: str
    way: tuple[Way, ...] = ()
    field_class: FieldClass = FieldClass.F1
    note: str | None = None
    raises: str | None = None
    """The matter of mandatory report that it raises."""
    danger: bool = False
    """True for harm or danger to a child: where it applies, the alarm precedes all else. Exactly one concept has it."""
    family: bool = False
    """A member of the family may be the offender. Exactly one concept is it."""
    background: bool = False
    """True if everybody has it one way or the other: by itself it supports nothing."""
    unsealed: bool = False
    """True if the code alone reveals nothing on health, money, harm or crime: it may be stored unencrypted in a
    case.
    """


class Need(Concept):
    """Need of the child or the family (需求)."""

    order: int
    """Position among the needs: safety first."""
    safety: bool = False
    """The police come before any welfare referral."""
    tonight: bool = False
    """True if it cannot wait: where a child is in danger, only such needs are shown above the fold."""
    matters: tuple[str, ...] = ()
    """Matters that meet the need, beside the services or without any."""
    ask: str | None = None
    """Body kind to ask if neither a service nor a matter meets the need."""


class Call(Row):
    """Contact at a door: body kind, number, text for the call."""

    body: str
    number: str | None = None
    text: str
    child: str | None = None
    """The same for a child who asks for itself."""

    def wording(self, *, to_child: bool) -> str:
        """Return the text for the call, worded for the asker."""
        return self.child if to_child and self.child else self.text


class DoorStep(Step):
    """Action at a door, beside the calls; one with a condition on the reporter is for that reporter alone."""

    lead: bool = False
    """True if it cannot wait for the calls: it is shown with them above the fold."""


class Door(Concept):
    """One of the three doors, judged before everything else and independently of each other (三道门)."""

    order: int
    call: tuple[Call, ...]
    step: tuple[DoorStep, ...] = ()


class Caution(Conditional):
    """Caution: harm to stop or evidence to preserve before any form, what must not come first, recipients, rights."""

    kind: CautionKind
    text: str
    child: str | None = None
    """The same for a child who asks for itself; without it, the caution is for those who act for the child."""
    family: bool = False
    """Kind `not_first`: it warns that a family member may be the offender. Kind `tell`: it informs the guardians,
    and is left out if such a warning applies or a family member may be the offender.
    """
    mark: Mark = Mark.READ


class Task(Conditional):
    """An immediate legal duty, without any application: a step of the plan."""

    matter: str
    who: tuple[str, ...] = Field(min_length=1)
    """Body kinds that act or are informed."""
    text: str
    by: str | None = None
    """The time limit in the words of the clause."""
    number: str | None = None
    family: bool = False
    """True if it informs the guardians: left out if a family member may be the offender."""


class AdultWay(Conditional):
    """Service for a person of 18 or older with a problem: services for minors do not apply."""

    who: tuple[str, ...] = Field(min_length=1)
    """Body kinds."""
    text: str
    number: str | None = None


class Requirement(Row):
    """One requirement; its ways are alternatives, each valid on the days on which its quote is in force."""

    text: str
    """In everyday words; shown as the first failing condition."""
    way: tuple[Way, ...] = Field(min_length=1)
    contested: str | None = None
    """Doubt to verify, and with whom: neither YES nor NO is certain."""
    because: str | None = None
    """Reason why the quoted words cover facts that they do not name, in all its ways."""
    since: date | None = None
    until: date | None = None

    def in_force(self, on: date) -> bool:
        """True if the requirement applies on the day."""
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)


class Apply(Conditional):
    """Place of application, with the bodies that accept and decide it."""

    where: ApplicationArea
    accept: str
    """Body kind that takes the application."""
    confirm: str | None = None
    """Body kind that decides."""
    text: str
    mark: Mark = Mark.READ


class Applicant(Conditional):
    """A person who may apply for the child."""

    text: str


class Material(Conditional):
    """A document to bring."""

    text: str
    shared: bool = False
    """True if another body has it: the applicant need not bring it if the data can be shared."""
    mark: Mark = Mark.MEMORY


class Link(Conditional):
    """A relation to another service."""

    kind: Relation
    other: str
    text: str
    mark: Mark = Mark.READ


class Service(Row):
    """A service or benefit: requirements, where to apply, relations to other services (服务与待遇)."""

    code: str = Field(pattern=r"^B\d{2}$")
    name: str
    name_en: str
    needs: tuple[str, ...]
    requirement: tuple[Requirement, ...]
    apply: tuple[Apply, ...] = ()
    applicant: tuple[Applicant, ...] = ()
    material: tuple[Material, ...] = ()
    link: tuple[Link, ...] = ()
    deadline: tuple[Deadline, ...] = ()
    grants: Mapping[str, Any] = {}
    """The facts that a decision on this service makes true: a status that can be applied for is never a refusal."""
    benefit: bool = False
    """A continuing benefit in money or kind, of which it can be known whether a child receives it (应纳尽纳)."""
    points: tuple[str, ...] = ()
    """Body kinds that the texts or the plan name as giving it."""
    schools: tuple[str, ...] = ()
    """Stages of schooling whose every school gives it: a loaded school need not list it."""
    matters: tuple[str, ...] = ()
    plan: tuple[str, ...] = ()
    confidence: Confidence = Confidence.H
    mark: Mark = Mark.READ
    source: str
    field_class: FieldClass = FieldClass.F1
    note: str | None = None
