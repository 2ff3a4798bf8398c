"""Rows of the referral: derived facts, needs, doors, cautions, services, as the TOML files hold them (转介规则行)."""

from datetime import date

from pydantic import Field

from knowledge.rows.rows import Conditional, Deadline, Row, Step
from knowledge.vocabulary import Confidence, FieldClass, Mark, Relation, Where


class Way(Conditional):
    """One way in which something is so; several ways are alternatives."""

    mark: Mark = Mark.READ
    contested: str | None = None
    """What must be verified, and with whom: through this way alone nothing is decided, the answer stays unknown."""


class Concept(Row):
    """A derived fact (`is_…`), a type of difficulty (`D01`) or what these have in common with needs and doors."""

    code: str = Field(pattern=r"^(D\d{2}|N\d{2}|door_[a-z]+|is_[a-z0-9_]+)$")
    name: str
    name_en: str
    way: tuple[Way, ...] = ()
    field_class: FieldClass = FieldClass.F1
    note: str | None = None
    raises: str | None = None
    """The matter of mandatory report that it raises."""
    background: bool = False
    """Everybody has it one way or the other: by itself it speaks for nothing."""
    unsealed: bool = False
    """Its code alone tells nothing of health, money, harm or crime: it may stand in a case unsealed."""


class Need(Concept):
    """Something that the child or the family lacks (需求)."""

    order: int
    """Place among the needs: safety first."""
    safety: bool = False
    """Police before every welfare referral."""
    matters: tuple[str, ...] = ()
    """Matters that answer for it, where no service does or beside the services."""
    ask: str | None = None
    """The kind of body to ask where neither service nor matter answers."""


class Call(Row):
    """Whom to tell through a door: a kind of body, by which number, in what words."""

    body: str
    number: str | None = None
    text: str


class Door(Concept):
    """One of the three doors, judged before everything else; none waits for another (三道门)."""

    order: int
    call: tuple[Call, ...]
    step: tuple[Step, ...] = ()


class Caution(Conditional):
    """What to stop and keep before any form, what may not come first, whom to tell, what the family has a right to."""

    kind: str = Field(pattern=r"^(stop|keep|not_first|tell|right)$")
    text: str
    family: bool = False
    """It warns that one of the family may be the offender; or, of kind `tell`, it tells the guardians: the first
    silences the second."""
    mark: Mark = Mark.READ


class Task(Conditional):
    """What the law itself lays upon somebody at once, without any application: a step of the plan."""

    matter: str
    who: tuple[str, ...] = Field(min_length=1)
    """Kinds of bodies that do it or are told."""
    text: str
    by: str | None = None
    """By when, in the words of the clause."""
    number: str | None = None
    family: bool = False
    """It tells the guardians: not said where one of the family may be the offender."""


class Requirement(Row):
    """One thing that must hold; its ways are alternatives, each on the days that its quote was in force."""

    text: str
    """As people say it; shown as the first failing condition."""
    way: tuple[Way, ...] = Field(min_length=1)
    contested: str | None = None
    """Neither a yes nor a no through it is certain: what to verify, and with whom."""
    since: date | None = None
    until: date | None = None

    def asked(self, on: date) -> bool:
        """Whether it is asked on the day."""
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)


class Apply(Conditional):
    """Where one applies, who accepts and who decides."""

    where: Where
    accept: str
    """Body kind that takes the application."""
    confirm: str | None = None
    """Body kind that decides."""
    text: str
    mark: Mark = Mark.READ


class Applicant(Conditional):
    """Who may apply for the child."""

    text: str


class Material(Conditional):
    """What to bring."""

    text: str
    shared: bool = False
    """Another body holds it: it is not asked for again where it can be shared."""
    mark: Mark = Mark.MEMORY


class Link(Conditional):
    """How the service stands to another."""

    kind: Relation
    other: str
    text: str
    mark: Mark = Mark.READ


class Service(Row):
    """A service or benefit: what it asks, where one applies, how it stands to others (服务与待遇)."""

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
    benefit: bool = False
    """A standing entitlement in money or kind, of which one can tell whether a child receives it (应纳尽纳)."""
    points: tuple[str, ...] = ()
    """Body kinds that the texts or the plan name as giving it."""
    schools: tuple[str, ...] = ()
    """Stages of schooling whose every school gives it: a school that is loaded gives it without saying so."""
    matters: tuple[str, ...] = ()
    plan: tuple[str, ...] = ()
    confidence: Confidence = Confidence.H
    mark: Mark = Mark.READ
    source: str
    field_class: FieldClass = FieldClass.F1
    note: str | None = None
