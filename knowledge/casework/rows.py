"""Rows of casework: kinds of items, their states, fields, actions and clocks (办理行)."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field as Limit

from knowledge.casework.following import Code, Created, Fulfilled, Moot, StepElsewhere, Value, When
from knowledge.casework.item import WorkItem
from knowledge.messages.message import of_row
from knowledge.rows.rows import Cite, Row
from knowledge.vocabulary import FieldClass, Labelled

SYSTEM = "system"
"""The group of the program itself, which acts by rules."""
SUPERVISORS = "supervisor"
"""The group of those who approve what somebody else is responsible for."""
ABOVE_SUPERVISORS = "above_supervisors"
"""The group of those who approve it too, as all supervisors may have a part in it."""

REPORTERS = "reporters"
"""The group of those who only report what they have learnt."""


class FieldType(Labelled):
    """The type of a form field."""

    TEXT = "text", "文字"
    CODE = "code", "编号"
    """A number or short code of another body, never a sentence."""
    INT = "int", "整数"
    BOOL = "bool", "是否"
    DATE = "date", "日期"
    CHOICE = "choice", "选项"
    AREA = "area", "区划"
    MINOR = "minor", "孩子"
    ITEM = "item", "事项"
    ACCOUNT = "account", "账户"
    BODY = "body", "单位或服务点"
    SERVICE = "service", "服务"
    NEED = "need", "需要或者服务"
    """A code of a need, or of the catalogue of services."""
    MATTER = "matter", "办理的事项"
    FILE = "file", "文件"


class Awaited(Labelled):
    """The people or body that an item in a state waits for, where that is not the person responsible."""

    RECIPIENT = "recipient", "对方单位"
    OFFICE = "office", "受理单位"
    SUPERVISOR = "supervisor", "督导"
    DISTRICT = "district", "区里"
    AUTHORITY = "authority", "民政部门"
    REVIEWER = "reviewer", "复核的人"


class Effect(Labelled):
    """Effect of an action on the responsibility for its item."""

    OWN = "own", "由本人负责"
    RELEASE = "release", "不再有人负责"
    GIVE = "give", "由填写的账户负责"
    MOVE = "move", "到填写的社区"


class Term(Row):
    """A code with its names."""

    code: Code
    name: Annotated[str, Limit(pattern="[一-鿿0-9]")]
    name_en: Annotated[str, Limit(pattern=r"^[^一-鿿]+$")]

    def __str__(self) -> str:
        """The name in the language of the current answer."""
        return of_row(self.name, self.name_en)

    @property
    def both(self) -> str:
        """The name in Chinese and English, for the descriptions of the schema."""
        return f"{self.name} / {self.name_en}"


class ItemState(Term):
    """A state of an item; an item in a state that has `ended` waits for nobody."""

    ended: bool = False
    outlived: bool = False
    """True for a root that has ended while open items under it go on."""
    waits: Awaited | None = None
    """The group of `settings.toml` or the body outside that it waits for; None: the person responsible."""
    shows: Awaited | None = None
    """Others who see it among what waits for them, and may step in."""
    asks: str | None = None
    """Open field with the accounts that are asked to act on it, whoever is responsible."""
    asks_during: str | None = None
    """Clock during which they are asked; None: as long as the state lasts."""
    opens: bool = False
    """True if whoever began it reads the child's record meanwhile, until its first waking clock ends."""


class Field(Term):
    """A form field: its type, and the class that decides who may read it."""

    type: FieldType
    field_class: Annotated[FieldClass, Limit(alias="class")]
    values: tuple[Term, ...] = ()
    most: int | None = None
    """The greatest integer, the most days ahead of a date, or bytes of a file."""
    shared: tuple[str, ...] = ()
    """States in which the body that the item was sent to reads it; "*": in every state that has not ended."""


class ActionRow(Term):
    """A step: from which states, to which (none: it stays), by whom, with which form; without `from` it creates."""

    source: Annotated[tuple[str, ...], Limit(alias="from")]
    to: str | None = None
    to_when: Mapping[str, When] = Limit(default_factory=dict)
    """Other states to which it leads, by conditions on the open fields after it."""
    who: tuple[str, ...]
    """Groups of `settings.toml`."""
    under: str | None = None
    """The kind of item below which it is created by hand."""
    under_ended: tuple[str, ...] = ()
    """States of such an item that has ended in which it is created too, as long as the case goes on."""
    form: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    """Fields that are required of people and optional for programs, because version 1 did not require them."""
    when: When = Limit(default_factory=dict)
    """Conditions on the open fields of its item, before it."""
    guards: tuple[str, ...] = ()
    put: Mapping[str, Value] = Limit(alias="set", default_factory=dict)
    """Open fields that the action sets whatever the form."""
    effects: tuple[Effect, ...] = ()
    counts: str | None = None
    """An open field in which the action is counted."""
    counts_when: When = Limit(default_factory=dict)
    """Conditions on the open fields after it, under which it is counted: a call that nobody answered is none."""
    dates_age: str | None = None
    """The date field that gets the first day of the month in which the child comes of age, if its birth is on file."""
    asks_duty: When | None = None
    """Condition on the open fields under which the next person on duty is asked to act; {}: always; None: never."""
    answers: str | None = None
    """Open field that collects the accounts that have acted; these are asked no longer."""
    collects: Mapping[str, str] = Limit(default_factory=dict)
    """Open fields to which the value of another is added: every body that it was sent to."""
    takes_back: Mapping[str, str] = Limit(default_factory=dict)
    """Counts that are one less: entered in error; each with a field that differs now if the count began anew since."""
    forgets: Mapping[str, str] = Limit(default_factory=dict)
    """Open fields from which the value of another is taken away again that `collects` has added."""
    carries: tuple[str, ...] = ()
    """Open fields that an item copies from the one that creates or informs it."""
    tells: str | None = None
    """Step that the parent of this item takes, or its root."""
    reaches: tuple[StepElsewhere, ...] = ()
    """Steps on the child's open case, or on an item that the form names: roots of their own."""
    keeps: tuple[str, ...] = ()
    """Open fields that its item takes over from those that it ends (`closes`); of two numbers the greater."""
    dates: tuple[str, ...] = ()
    """Date fields that get the day on which it happened."""
    second: tuple[When, ...] = ()
    """Conditions on open fields; under any of them only a supervisor without a part in it takes it. {}: always."""
    creates: tuple[Created, ...] = ()
    moots: tuple[Moot, ...] = ()
    closes: tuple[str, ...] = ()
    """Kinds whose open items under the same root end, by their action `drop`."""
    fulfils: tuple[Fulfilled, ...] = ()
    settles: tuple[str, ...] = ()
    """Kinds whose open items that its own item has brought about end, by their action `drop`."""
    asks_superior: str | None = None
    """The open field in which the body above the one is recorded that has not answered."""
    admits: str | None = None
    """The day field until which the account of the form is on the team of the case, approved by whoever acts."""
    dismisses: bool = False
    """True if whoever its item has admitted is on the team no longer."""
    merges: bool | None = None
    """True if the child is the one that the form names; False if it is another child after all."""
    hears: Mapping[str, str] = Limit(default_factory=dict)
    """Open fields set to true where the words of a field name danger or suggest it."""
    proposes: str | None = None
    """The open field with the grade that the indicators of its form propose."""
    asks_rules: bool = False
    """True if the verdict of the rules on the addressee is recorded with the step."""
    moves: bool = False
    """True if the child lives in the area of the form from then on: its case and all that is open under it go there."""
    registers: bool = False
    """True if the child that the form describes is new to the register, and enters it with this step."""
    fresh: bool = False
    """True if only somebody takes it who has just signed in."""
    withdraws: bool = False
    """True if the evidence that its item has filed is in doubt from then on."""
    common: bool = False
    """True if every kind has it, in each of its states."""
    main: bool = False
    """The button that is offered first."""
    rare: bool = False
    """True if it is seldom right and hard to undo: it is offered apart from the everyday steps."""
    basis: str
    cite: tuple[Cite, ...] = ()

    @property
    def automatic(self) -> bool:
        """True if only rules take it, and nobody directly."""
        return self.who == (SYSTEM,)

    @property
    def creating(self) -> bool:
        """True if it makes a new item."""
        return not self.source

    @property
    def stays(self) -> bool:
        """True if it can be taken again at once: it leaves its item in a state from which it is taken."""
        return not self.creating and (self.to is None or self.to in self.source)


class Lasting(Row):
    """Duration of a clock: exactly one of these; an interval may count from the day in a date field."""

    minutes: int | None = None
    hours: int | None = None
    opening_hours: int | None = None
    working_days: int | None = None
    months: int | None = None
    until: str | None = None
    """To the end of the day in a date field."""
    days: int | None = None
    """Days after the day in `until`, or before it if less than 0: a term that the law counts, a warning in time."""
    interval: str | None = None
    """By the intervals of visits, for the grade or urgency in a field."""
    since: str | None = None
    """The field with the day on which the child was last seen; unknown: counted from the start."""


class Clock(Term):
    """A clock of an item: which actions start it anew, in which states it runs, and what its end does.

    It runs only as long as the open fields meet its conditions.
    """

    during: Annotated[tuple[str, ...], Limit(alias="while")]
    starts: tuple[str, ...]
    ends: tuple[str, ...] = ()
    when: When = Limit(default_factory=dict)
    untaken: bool = False
    """True if it runs only while nobody is responsible for its item."""
    lasts: Lasting
    then: str | None = None
    """The system's action at its end; without it the item is overdue from then on."""
    recount: str | None = None
    """The system's action that counts it again when another school year is loaded: it ends as before, or earlier."""
    source: str
    cite: tuple[Cite, ...] = ()


class ItemKind(Term):
    """A kind of item: all its rows."""

    prefix: Annotated[str, Limit(pattern="^[A-Z]{1,2}$")]
    title: str | None = None
    """Open field that names the subject of such an item, beside its kind."""
    addressee: str | None = None
    """The open field that names the body that such an item is sent to."""
    asks_above: bool = False
    """True if people on duty cannot take it: those informed where nobody is on duty are asked at once."""
    freezes: bool = False
    """True if nothing of the child may be erased while such an item is open."""
    root: bool = False
    """True if it exists alone: it has an owner, and the items that follow from it are locked with it."""
    state: tuple[ItemState, ...]
    field: tuple[Field, ...]
    action: tuple[ActionRow, ...]
    clock: tuple[Clock, ...] = ()

    def state_of(self, code: str) -> ItemState:
        """The state with a code."""
        return next(s for s in self.state if s.code == code)

    def field_of(self, code: str) -> Field | None:
        """The field with a code."""
        return next((f for f in self.field if f.code == code), None)

    def shared_in(self, state: str) -> frozenset[str]:
        """The fields that the body reads to which an item in a state was sent."""
        named = {state} if self.state_of(state).ended else {"*", state}
        return frozenset(f.code for f in self.field if named & set(f.shared))

    def asked(self, item: WorkItem) -> tuple[str, ...]:
        """Return the accounts that are asked to act on an item and have not answered."""
        state = self.state_of(item.state)
        if state.asks is None or (state.asks_during or "") not in {"", *item.clocks}:
            return ()
        answered = {a for row in self.action if row.answers for a in (item.open.get(row.answers) or "").split()}
        return tuple(sorted({*(item.open.get(state.asks) or "").split()} - answered))

    def action_of(self, code: str) -> ActionRow | None:
        """The action with a code."""
        return next((a for a in self.action if a.code == code), None)
