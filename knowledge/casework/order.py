"""Orders: the wanted step, the data a decision may use, and its result (命令与结果)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from knowledge.access.policy import CaseRelation, Purpose
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.calendar.hours import Hours
from knowledge.calendar.terms import ESTIMATED, SchoolCalendar
from knowledge.casework import clocks
from knowledge.casework.codes import RuleCodes
from knowledge.casework.following import Created
from knowledge.casework.item import ItemEvent, WorkItem
from knowledge.casework.rows import ActionRow
from knowledge.duty.roster import DutyLine
from knowledge.messages.message import Message
from knowledge.roles import ActorRole
from knowledge.vocabulary import Labelled

ABOVE_COMMUNITY = "000"
"""Ending of the codes of areas above a community, which do not fulfil what each community owes."""


class RefusalCode(Labelled):
    """Reason why an action is refused."""

    STATE = "state", "这个状态下不能做"
    NOT_YOURS = "not_yours", "不由您做"
    FORM = "form", "填写不对"
    GUARD = "guard", "条件不满足"
    VERSION = "version", "已被别人改过"
    MOMENT = "moment", "时间不对"


@dataclass(frozen=True, slots=True)
class RefusedOrder:
    """Refusal of an action: the reason, the possible alternatives, and who may do it."""

    code: RefusalCode
    why: Message
    fields: tuple[str, ...] = ()
    """The form fields that are wrong or missing."""
    allowed: tuple[tuple[str, str], ...] = ()
    """Actions that the actor can do now: kind of item and code."""
    who_may: tuple[ActorRole, ...] = ()

    @property
    def blocked_by(self) -> str | None:
        """Code of the item in the way: the case that the child has, what has begun already; None if none is named."""
        code: str | None = self.why.params.get("code")
        return code


@dataclass(frozen=True, slots=True)
class Doer:
    """Person who acts, with the relations to the item."""

    account: str
    roles: tuple[ActorRole, ...]
    relations: frozenset[CaseRelation]
    signed_in: datetime | None = None
    """Time of sign-in, if known."""
    purpose: Purpose = Purpose.CARE
    """Purpose of reading."""


@dataclass(frozen=True, slots=True)
class Order:
    """An action on an item, or the creating action of a kind."""

    kind: str
    action: str
    form: Mapping[str, Any]
    key: str
    now: datetime
    occurred: datetime | None = None
    """Time at which it happened, if recorded later."""
    expected: int | None = None
    """The version that the actor has seen; None where nothing was read."""
    code: str | None = None
    """The code of the new item, if it has one already."""
    heard: frozenset[str] = frozenset()
    """Fields of the form whose words name danger or suggest it; detected by the program, judged by people."""

    @property
    def happened(self) -> datetime:
        """Time of the event, or of the order if none is given."""
        return self.occurred or self.now


@dataclass(frozen=True, slots=True)
class Theirs:
    """A rule by which a body is responsible: its clause and the name of the kind of body."""

    clause: str
    kind: str


@dataclass(frozen=True, slots=True)
class Around:
    """Data beside the item that a decision may use."""

    others: tuple[WorkItem, ...] = ()
    """The other open items of the root, the root included."""
    raised: tuple[WorkItem, ...] = ()
    """Open roots that the item has brought about: a report of danger."""
    named: Mapping[str, WorkItem] = field(default_factory=dict)
    """Items that the form names and the actor may see."""
    homes: Mapping[str, str] = field(default_factory=dict)
    """Areas of residence of the children that the form or the item names and the actor may see, by child."""
    open_cases: Mapping[str, WorkItem] = field(default_factory=dict)
    """The open case of each of these children, locked with the order."""
    areas: Callable[[str], bool] = lambda _code: True
    """True for an area of the actor."""
    bodies: frozenset[str] = frozenset()
    """Bodies and service points that the form names and that are there."""
    accounts: Mapping[str, tuple[ActorRole, ...]] = field(default_factory=dict)
    """Accounts named by the form that are valid and cover the item's area, each with its roles."""
    hours: Hours | None = None
    """Opening hours of the body that must act."""
    calendar: SchoolCalendar = ESTIMATED
    """The school year where the child lives, or where the item is."""
    erased: bool = False
    """The record of the child was erased: nothing more is done about it."""
    room: int | None = None
    """Remaining capacity in children of the point that the item was sent to; None where no capacity is loaded."""
    theirs: Theirs | None = None
    """The rule by which the body that the item was sent to is responsible for its matter."""
    superior: str | None = None
    """The body above the one that the item was sent to, by its own line; None where none is loaded."""
    likely: tuple[str, ...] = ()
    """Pseudonyms of children on file who may be the one that the form describes."""
    duty: DutyLine = field(default_factory=DutyLine)
    """The people on duty for the item's area."""
    codes: RuleCodes = field(default_factory=RuleCodes)
    """Codes of the rules that a form can name."""
    elsewhere: tuple[WorkItem, ...] = ()
    """Open items under the children's open cases, where the order reaches them."""

    of_age: Mapping[str, date] = field(default_factory=dict)
    """The first day of the month in which each of these children comes of age, where that is known."""

    def begun(self, item: WorkItem, row: Created) -> WorkItem | None:
        """The open item that this one has created by a row already."""
        if row.many:
            return None
        if row.one or row.once:
            here = (o for o in (*self.others, *self.elsewhere) if o.root == item.root)
            alike = (o for o in here if row.one or row.put.items() <= o.open.items())
            return next((o for o in alike if o.kind == row.item and not o.ended), None)
        for other in (*self.others, *self.raised):
            like = {code: other.open.get(code) for code in row.put}
            same = other.kind == row.item and other.minor == item.minor and like == row.put
            if same and other.parent == item.id and not other.ended:
                return other
        return None


@dataclass(frozen=True, slots=True)
class GuardView:
    """Data that a condition may use."""

    item: WorkItem | None
    form: Mapping[str, Any] | None
    """None: the form is not filled in yet."""
    around: Around
    now: datetime
    parent: WorkItem | None = None
    """Parent of the item to be created."""
    second: bool = False
    """True if whoever acts is a supervisor who is not responsible and did not begin it."""
    less_grave: bool = False
    """True if the form gives a lower grade than its indicators propose."""

    def field(self, code: str) -> Any:
        """The value of a field after the action: from the form, else from the item."""
        if self.form and self.form.get(code) is not None:
            return self.form[code]
        return self.item.open.get(code) if self.item else None

    @property
    def today(self) -> date:
        """The day of the action."""
        return self.now.astimezone(SHANGHAI).date()

    @property
    def minor(self) -> str | None:
        """The child after the action."""
        return (self.form or {}).get("minor") or (self.item.minor if self.item else None)

    @property
    def root(self) -> WorkItem | None:
        """The open report or case that the item belongs to, or the item itself."""
        if self.item is None or self.item.id == self.item.root:
            return self.item
        return next((o for o in self.around.others if o.id == self.item.root), None)


@dataclass(frozen=True, slots=True)
class Filing:
    """Evidence that an action files for a continuing obligation."""

    key: str
    obligation: str
    component: str | None
    kind: str
    object: str
    area: str
    occurred_on: date
    recorded_on: date


@dataclass(frozen=True, slots=True)
class Registered:
    """A child that enters the register: where it lives, what is known of it, and a child of its household."""

    key: str
    area: str
    facts: Mapping[str, Any]
    sibling: str | None
    citizen: str | None = None
    """Citizen's number of the child, for the blind index only."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """An account that is on the team of a case from today until the end of a day, for a conference."""

    account: str
    case: str
    until: date
    item: str
    """The conference."""


@dataclass(frozen=True, slots=True)
class Decided:
    """Result of an action: events, the items after them, and the evidence to file."""

    events: tuple[ItemEvent, ...]
    items: tuple[WorkItem, ...]
    """Each item that changed, after its last event."""
    filings: tuple[Filing, ...]
    withdrawn: tuple[str, ...] = ()
    """Items whose evidence is in doubt from now on."""
    moved: tuple[str, str] | None = None
    """A child and the area in which it lives from now on."""
    registered: Registered | None = None
    admitted: Admitted | None = None
    dismissed: tuple[str, tuple[str, ...]] | None = None
    """A case and the accounts that are on its team no longer."""
    merged: tuple[str, str | None] | None = None
    """A child and the one whose record is used for it from now on; None: its own again."""

    @property
    def item(self) -> WorkItem:
        """The item of the action itself."""
        return next(i for i in self.items if i.id == self.events[0].item)


def filings(item: WorkItem, action: ActionRow, at: datetime, occurred: datetime) -> Iterable[Filing]:
    """The evidence that an action files, whose item is as it left it."""
    today, happened = at.astimezone(SHANGHAI).date(), occurred.astimezone(SHANGHAI).date()
    for row in action.fulfils:
        thing = _thing(item, row.of)
        if thing and clocks.matches(row.when, item.open):
            key = f"{item.id}-{item.version}-{row.obligation}-{row.component or ''}".rstrip("-")
            day = date.fromisoformat(item.open[row.on]) if row.on else happened
            yield Filing(key, row.obligation, row.component, row.kind, thing, item.area, day, today)


def _thing(item: WorkItem, of: str | None) -> str | None:
    """Return the object of evidence: the child, the community, the item itself, or the body that a field names."""
    if of is None:
        return item.minor
    if of == "item":
        return item.id
    if of == "area":
        return None if item.area.endswith(ABOVE_COMMUNITY) else item.area
    named: str | None = item.open.get(of)
    return named
