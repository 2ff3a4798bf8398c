"""The rows of the rulebook, as they stand in the TOML files (规则行)."""

from collections.abc import Mapping
from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from knowledge.situation.conditions import Condition
from knowledge.vocabulary import (
    Basis,
    ClauseClass,
    Confidence,
    DeadlineKind,
    Force,
    Level,
    Mark,
    Modality,
    Protection,
    Role,
    Unit,
)

Given = bool | int | str


class Row(BaseModel):
    """A frozen row; an unknown key is an error, not a comment."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Cite(Row):
    """A clause and the words in it that carry the rule.

    `clause` is `WB/11` (document family and article) or `plan:三(二)2(2)a`.  Which version of the statute
    is meant follows from the day asked and from the words: a version that lacks the quote does not carry the rule.
    """

    clause: str
    quote: str = Field(min_length=1)


class Conditional(Row):
    """A row that applies under a condition and on some days; the quotes bound the days further."""

    when: Condition = Condition()
    cite: tuple[Cite, ...] = ()
    since: date | None = None
    until: date | None = None
    note: str | None = None


class Duty(Conditional):
    """A body kind answers for the matter in one role."""

    role: Role
    body: str
    act: str
    """What this body does here, a short Chinese phrase."""
    named: bool
    """The cited words name this body; otherwise it is implied by its remit."""
    confidence: Confidence = Confidence.H
    basis: Basis | None = None
    """Only where it is not the force of the cited clause."""
    mark: Mark = Mark.READ


class Deadline(Conditional):
    """By when somebody must act, counted from an event."""

    who: str
    act: str
    value: int | None = Field(default=None, gt=0)
    unit: Unit
    event: str
    """What it is counted from, in Chinese: 发现、受理申请、作出决定…"""
    kind: DeadlineKind = DeadlineKind.STATUTORY
    source: str | None = None
    """Where a value that is not statutory comes from."""


class Step(Conditional):
    """What to do first, in order."""

    text: str


class Safeguard(Conditional):
    """How it must be done, and who must be present."""

    text: str


class Sanction(Conditional):
    """What follows for whom; `none` says that the law sets no penalty."""

    body: str | None = None
    against: str | None = None
    text: str
    none: bool = False


class Refusal(Row):
    """What must not be answered or demanded, and why."""

    text: str
    why: str
    cite: tuple[Cite, ...] = ()


class Matter(Row):
    """Something that has to be dealt with, and everything the texts say about it (事项)."""

    code: str = Field(pattern=r"^M\d{2,3}$")
    name: str
    name_en: str
    protection: Protection
    level: str
    confidence: Confidence
    plan: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    danger: bool = False
    """A child may be in danger now: 110 comes before everything else."""
    report: bool = False
    """One of the matters of mandatory report (强制报告)."""
    general: bool = False
    """The one of them that any suspicion of harm comes under: it holds the general duty and right to report
    (未成年人保护法11), and its handlers stand in the order of the law's words."""
    encouraged: bool = False
    minors_only: bool = False
    """Known to be 18 or older takes every duty away (未成年人保护法2); unknown age does not."""
    given: Mapping[str, Given] = {}
    """What the matter itself presumes (黑网吧 is unlicensed); a known fact says otherwise."""
    hotlines: tuple[str, ...] = ()
    disagreement: str | None = None
    """Who decides when bodies disagree."""
    note: str | None = None
    duty: tuple[Duty, ...]
    deadline: tuple[Deadline, ...] = ()
    step: tuple[Step, ...] = ()
    safeguard: tuple[Safeguard, ...] = ()
    sanction: tuple[Sanction, ...] = ()
    refusal: tuple[Refusal, ...] = ()


class BodyKind(Row):
    """A kind of body that the texts name (机构类别)."""

    code: str
    name: str
    name_en: str
    level: Level
    aliases: tuple[str, ...] = ()
    part_of: str | None = None
    channel: str | None = None
    """How a body outside this system is reached: telephone, letter, office network, ticket; configured."""
    receipt: str | None = None
    """The number to ask it for, so that the referral can be followed; configured."""
    confidential: bool = False
    """Where such a place stands is confidential, unless its own record says otherwise."""


class Act(Row):
    """Something one may ask permission for."""

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: str
    name_en: str
    aliases: tuple[str, ...] = ()


class NormException(Conditional):
    """When the norm does not hold."""

    text: str


class Norm(Conditional):
    """Subject × act × modality × condition: what somebody may, must or must not do (规范)."""

    id: str = Field(pattern=r"^N\d{3}$")
    act: str
    by: tuple[str, ...]
    modality: Modality
    text: str
    confidence: Confidence = Confidence.H
    exception: tuple[NormException, ...] = ()
    sanction: tuple[Sanction, ...] = ()
    instead: str | None = None
    matters: tuple[str, ...] = ()


class PlanClause(Row):
    """A clause of the plan: what it states, and what it does not."""

    id: str
    title: str
    title_en: str
    quote: str
    kind: ClauseClass
    named: tuple[str, ...] = ()
    """Actors in the clause's own words."""
    bodies: tuple[str, ...] = ()
    """The same as body kinds, where a kind exists."""
    implied: tuple[str, ...] = ()
    """Body kinds that the text does not name (推定)."""
    duty: str
    object: str
    frequency: str | None = None
    """The words of the clause (定期、及时…); the plan gives no numbers."""
    numbers: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    """Items listed, verbatim."""
    not_stated: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()
    note: str | None = None


class Hotline(Row):
    """A number and what it is for; none replaces 110 or 120."""

    number: str
    name: str
    name_en: str
    use: str
    body: str | None = None
    mark: Mark
    source: str
    checked: date


class Version(Row):
    """One version of a document and the days on which it was in force, `until` excluded."""

    id: str
    label: str
    text: tuple[str, str] | None = None
    since: date | None = None
    until: date | None = None
    source: str
    mark: Mark


class Document(Row):
    """A statute, regulation or plan with its versions."""

    id: str
    title: str
    title_en: str
    force: Force
    version: tuple[Version, ...]


class Article(Row):
    """An article of one version, verbatim, with the sha256 of its paragraphs joined by newlines."""

    version: str
    number: int
    sha256: str
    paras: tuple[str, ...]
