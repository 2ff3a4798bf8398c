"""Parts of a district's workspace that exist, and those that are missing (开工清单)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from analytics.coverage.checklist import ExpectedList, ListState, checklist
from knowledge.access.accounts import Account
from knowledge.access.policy import Action, allowed
from knowledge.calendar.hours import kind
from knowledge.calendar.terms import configured_until
from knowledge.coverage.workspace import PartState, WorkspacePart, WorkspaceRow, parts
from knowledge.duty.roster import Shift, uncovered
from knowledge.messages.message import Message, message
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import AreaLevel, Force
from network.entities import Area
from network.snapshot import Network

AHEAD = timedelta(days=14)
"""For how long somebody should be on duty (configured value)."""
NEEDED = {
    Action.MANAGE_ACCOUNTS: "workspace.manage_accounts",
    Action.LOAD_NETWORK: "workspace.load_network",
    Action.DO_CASEWORK: "workspace.do_casework",
    Action.APPROVE_ACCESS: "workspace.approve_access",
}
"""Actions that somebody must be able to do before work begins, in words: without one nobody else can go on
(configured value).
"""


@dataclass(frozen=True, slots=True)
class AskedWorkspace:
    """A district with all that is known of it; accounts and shifts are those of the district, of it and above it."""

    network: Network
    book: Rulebook
    district: str
    now: datetime
    accounts: Sequence[Account]
    shifts: Sequence[Shift]
    numbered: frozenset[str] = frozenset()
    """The areas that roads with their house numbers lead to."""
    drawn: frozenset[str] = frozenset()
    """The areas with an outline."""

    @property
    def on(self) -> date:
        """The day."""
        return self.now.date()


@dataclass(frozen=True, slots=True)
class PartCondition:
    """State of a part, in words, with the remedy."""

    row: WorkspaceRow
    state: PartState
    says: Message


@dataclass(frozen=True, slots=True)
class Workspace:
    """The parts, and the lists of the rules behind three of them."""

    parts: tuple[PartCondition, ...]
    lists: tuple[ExpectedList, ...]


StateAndReason = tuple[PartState, Message]


def workspace(a: AskedWorkspace) -> Workspace:
    """Return the state of each part of a district's workspace.

    Raises:
        NotFound: The district is not loaded.
    """
    lists = checklist(a.network, a.book, a.district, a.on)
    return Workspace(tuple(PartCondition(row, *_standing(a, lists, row.part)) for row in parts()), lists)


def _standing(a: AskedWorkspace, lists: Sequence[ExpectedList], part: WorkspacePart) -> StateAndReason:
    looks: Mapping[WorkspacePart, Callable[[AskedWorkspace], StateAndReason]] = {
        WorkspacePart.AREAS: _areas,
        WorkspacePart.SCHOOLS: _schools,
        WorkspacePart.SEGMENTS: _segments,
        WorkspacePart.OUTLINES: _outlines,
        WorkspacePart.PLAN: _plan,
        WorkspacePart.STANDARDS: _standards,
        WorkspacePart.ACCOUNTS: _accounts,
        WorkspacePart.DUTY: _duty,
        WorkspacePart.TERMS: _terms,
        WorkspacePart.HOLIDAYS: _holidays,
    }
    if part in looks:
        return looks[part](a)
    return _lists([x for x in lists if x.topic == part])


def _areas(a: AskedWorkspace) -> StateAndReason:
    count = dict.fromkeys(AreaLevel, 0)
    for area in a.network.within(a.district):
        count[area.level] += 1
    streets, communities = count[AreaLevel.STREET], count[AreaLevel.COMMUNITY]
    state = PartState.WHOLE if streets and communities else PartState.SOME
    return state, message("workspace.areas", streets=streets, communities=communities)


def _lists(rows: Sequence[ExpectedList]) -> StateAndReason:
    """Return WHOLE only if every list is: a list that is only not loaded does not count as missing."""
    missing, unknown = (sum(x.state is s for x in rows) for s in (ListState.MISSING, ListState.UNKNOWN))
    there = any(len(x.absent) < len(x.areas) for x in rows)
    lacking = PartState.SOME if there else PartState.NONE
    says = message("workspace.lists", kinds=len(rows), missing=missing, unknown=unknown)
    return (lacking if missing or unknown else PartState.WHOLE), says


def _schools(a: AskedWorkspace) -> StateAndReason:
    """Return WHOLE only if somebody stated it: no rule gives the number of schools of a district."""
    here = {x.code for x in a.network.within(a.district)}
    (kind,) = (row.kind for row in parts() if row.part is WorkspacePart.SCHOOLS)
    count = sum(p.body == kind and p.area in here for p in a.network.points.values())
    if a.network.stated(kind, a.district, a.on):
        return PartState.WHOLE, message("workspace.schools", count=count)
    if count:
        return PartState.SOME, message("workspace.schools_loaded", count=count)
    return PartState.NONE, message("workspace.no_schools")


def _segments(a: AskedWorkspace) -> StateAndReason:
    return _by_street(a, "workspace.segments", lambda street: any(x.code in a.numbered for x in street))


def _outlines(a: AskedWorkspace) -> StateAndReason:
    return _by_street(a, "workspace.outlines", lambda street: street[0].code in a.drawn)


def _by_street(a: AskedWorkspace, says: str, has: Callable[[tuple[Area, ...]], bool]) -> StateAndReason:
    """For how many streets something is there that work can begin without; a street comes with what is below it."""
    streets = [x for x in a.network.within(a.district) if x.level is AreaLevel.STREET]
    there = sum(has(a.network.within(x.code)) for x in streets)
    state = PartState.OPTIONAL if not there else PartState.SOME if there < len(streets) else PartState.WHOLE
    return state, message(says, there=there, of=len(streets))


def _plan(a: AskedWorkspace) -> StateAndReason:
    """Return the state of the plan: the district's own by file, or a shipped one; without any the law alone answers."""
    own = {t.provision.document.title for t in a.network.local_clauses(a.district, a.on)}
    here = a.book.within(a.district).texts
    shipped = {d.title for d in here.documents.values() if d.force is Force.PLAN and here.applies(d)}
    names = tuple(sorted(own | shipped))
    if names:
        return PartState.WHOLE, message("workspace.plan", names=names)
    return PartState.OPTIONAL, message("workspace.no_plan")


def _standards(a: AskedWorkspace) -> StateAndReason:
    benefits = [s for s in a.book.services.values() if s.benefit]
    lacking = [s.name for s in benefits if not a.network.standards(s.code, a.district, a.on)]
    there = len(benefits) - len(lacking)
    state = (PartState.SOME if there else PartState.NONE) if lacking else PartState.WHOLE
    return state, message("workspace.standards", there=there, of=len(benefits), lacking=tuple(lacking))


def _accounts(a: AskedWorkspace) -> StateAndReason:
    active = [x for x in a.accounts if x.active(a.on) and x.subject is not None]
    lacking = [words for action, words in NEEDED.items() if not any(allowed(x.roles, action) for x in active)]
    if not lacking:
        return PartState.WHOLE, message("workspace.accounts", count=len(active))
    nobody = tuple(message(words) for words in lacking)
    state = PartState.SOME if active else PartState.NONE
    return state, message("workspace.accounts_lacking", count=len(active), nobody=nobody)


def _duty(a: AskedWorkspace) -> StateAndReason:
    own = [s for s in a.shifts if s.area == a.district]
    gaps = uncovered(own, a.now, a.now + AHEAD)
    hours = round(sum((until - since for since, until in gaps), timedelta()) / timedelta(hours=1))
    if not own:
        return PartState.NONE, message("workspace.no_duty", days=AHEAD.days)
    return (PartState.SOME if hours else PartState.WHOLE), message("workspace.duty", days=AHEAD.days, hours=hours)


def _terms(a: AskedWorkspace) -> StateAndReason:
    """Return WHOLE if files cover the coming weeks; else an estimate counts, as long as there is one."""
    calendar = a.network.calendar(a.district)
    if (day := calendar.contradiction(a.on)) is not None:
        return PartState.SOME, message("workspace.terms_contradict", day=day)
    stated = calendar.stated_until(a.on)
    if stated > a.on:
        ahead = stated > a.on + 4 * AHEAD
        return (PartState.WHOLE if ahead else PartState.SOME), message("workspace.terms_stated", until=stated)
    until = configured_until()
    state = PartState.CONFIGURED if a.on < until else PartState.NONE
    return state, message("workspace.terms", until=until)


def _holidays(a: AskedWorkspace) -> StateAndReason:
    """The State Council's table comes with the program; it is published for a year before the year begins."""
    year = a.on.year
    while kind(date(year, 12, 31)).certain:
        year += 1
    ahead = kind(a.on + 4 * AHEAD).certain
    state = PartState.NONE if year == a.on.year else PartState.WHOLE if ahead else PartState.SOME
    return state, message("workspace.holidays", year=year - 1)
