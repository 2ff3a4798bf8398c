"""A district in memory on which casework is tried: items, their events, and who asks."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from hypothesis import strategies as st

from knowledge.access.policy import CaseRelation, readable
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.casework.codes import RuleCodes
from knowledge.casework.decide import available, decide
from knowledge.casework.item import ItemEvent, WorkItem
from knowledge.casework.likeness import Described, likely_same
from knowledge.casework.order import Around, Decided, Doer, Order, RefusedOrder
from knowledge.casework.rows import ActionRow, Field, FieldType, ItemKind
from knowledge.casework.table import Casework
from knowledge.duty.roster import DutyLine
from knowledge.files.content import SentFile
from knowledge.roles import ActorRole

ON_THE_FORM = {
    "not_lower",
    "as_grave",
    "no_case_yet",
    "another_open_report",
    "child_known",
    "call_made",
    "whose_instead",
    "handed_to_somebody",
    "access_lawful",
    "not_theirs_by_rule",
    "assessed_for_return",
    "new_recipient",
    "way_outside",
    "day_past",
    "host_named",
    "one_file",
    "another_record",
    "delegated",
    "superior_named",
    "age_told",
    "child_heard",
    "day_to_come",
    "moved_is_taken",
    "has_case",
    "not_on_file",
    "reporter_answered",
    "as_urgent",
    "danger_goes_on",
    "danger_kept",
    "urgency_kept",
    "danger_judged",
    "another_urgency",
    "same_child",
    "order_not_too_long",
    "no_crime_against_child",
    "review_is_whole",
}
"""Conditions that a form can fail."""
START = datetime(2026, 11, 23, 9, 0, tzinfo=SHANGHAI)
HOME, ELSEWHERE = "440104001001", "440106001001"
CHILDREN = ("孩子一", "孩子二")
PEOPLE = {
    "wang": ActorRole.DIRECTOR,
    "li": ActorRole.DIRECTOR,
    "chen": ActorRole.STREET,
    "zhao": ActorRole.WELFARE,
    "lin": ActorRole.SCHOOL,
}
"""Workers of the community, their supervisor, civil affairs, and a teacher of the school B-1."""
MORE_PEOPLE = {
    "he": ActorRole.ARBITER,
    "tan": ActorRole.DEPARTMENT,
    "wu": ActorRole.PLANNER,
    "deng": ActorRole.DUTY_DESK,
    "qian": ActorRole.CENTRE,
    "lu": ActorRole.LEAD,
    "sun": ActorRole.DIRECTOR,
    "clock": ActorRole.CLOCK,
}
"""Who else stands in stories: who settles disputes, the department B-3 above the school, who plans, the duty desk, a
worker and the lead of the district's centre, the worker of another community, to whose station B-2 children are handed
over."""
BODY_OF = {"lin": "B-1", "tan": "B-3", "sun": "B-2"}
AREA_OF = {"sun": ELSEWHERE}
"""Where somebody works who does not work in the community."""
SUPERIORS = {"B-1": "B-3", "B-3": "B-4"}
"""Above the school stands the department B-3, above that B-4."""
CATALOGUE = RuleCodes(frozenset({"N08"}), frozenset(f"B{n:02}" for n in range(1, 50)), frozenset({"M01"}))
OF_AGE = {CHILDREN[1]: date(2027, 8, 1)}
"""The month in which the second child comes of age; of the first no date of birth is on file."""
PAST = {"held_on", "checked_on", "dated", "told_on", "absent_since", "born"}
"""Fields of days that are over."""
PHOTO = SentFile(b"\xff\xd8\xff\xe0photo\xff\xd9")
BODIES = ("B-1", "B-2", "B-3", "B-4")


@dataclass
class District:
    """All items of one community, with everything that happened."""

    table: Casework
    now: datetime = START
    items: dict[str, WorkItem] = field(default_factory=dict)
    events: list[ItemEvent] = field(default_factory=list)
    filings: list[Any] = field(default_factory=list)
    duty: DutyLine = field(default_factory=DutyLine)
    """Who is on duty."""
    keys: Any = field(default_factory=lambda: count(1))
    signed_in: dict[str, timedelta] = field(default_factory=dict)
    """How long ago somebody signed in; just now, if nothing is said."""

    def standing(self, who: str, item: WorkItem | None, role: ActorRole | None = None) -> Doer:
        """How a worker of the community stands to an item."""
        if who == "clock":
            return Doer(who, (ActorRole.CLOCK,), frozenset({CaseRelation.SYSTEM}))
        home = AREA_OF.get(who, HOME)
        relations = {CaseRelation.AREA} if item is None or home in (HOME, item.area) else set()
        if item is not None and self.items[item.root].owner == who:
            relations.add(CaseRelation.OWNER)
        if item is not None:
            relations |= {CaseRelation.OWN} if item.creator == who else set()
            relations |= {CaseRelation.REVIEWER} if item.kind == "emergency_read" and item.creator != who else set()
        to = item.open.get(self.table.kinds[item.kind].addressee or "") if item else None
        if item and to and not item.ended and BODY_OF.get(who) == to:
            relations.add(CaseRelation.RECIPIENT)
        if item is not None and who in self.table.kinds[item.kind].asked(item):
            relations.add(CaseRelation.ASKED)
        signed_in = self.now - self.signed_in.get(who, timedelta())
        return Doer(who, (role or (PEOPLE | MORE_PEOPLE)[who],), frozenset(relations), signed_in)

    def around(self, item: WorkItem | None, form: dict[str, Any] | None = None) -> Around:
        """What the decision may look at."""
        others = tuple(i for i in self.items.values() if item is not None and i.root == item.root and not i.ended)
        cases = {i.minor: i for i in self.items.values() if i.kind == "case" and not i.ended and i.minor}
        named = {c: self.items[c] for c in (form or {}).values() if isinstance(c, str) and c in self.items}
        homes = dict.fromkeys(CHILDREN, HOME)
        to = item.open.get(self.table.kinds[item.kind].addressee or "") if item else None
        children = {(form or {}).get("minor"), item.minor if item else None}
        roots = {cases[c].id for c in children if c in cases} - {item.root if item else ""}
        elsewhere = tuple(i for i in self.items.values() if i.root in roots and not i.ended)
        raised = tuple(i for i in self.items.values() if item is not None and i.parent == item.id and i.id == i.root)
        return Around(
            others, tuple(i for i in raised if not i.ended), named, homes, cases, HOME.__eq__, frozenset(BODIES),
            {who: (role,) for who, role in PEOPLE.items()}, superior=SUPERIORS.get(to or ""),
            codes=CATALOGUE, duty=self.duty, elsewhere=elsewhere, of_age=OF_AGE,
        )  # fmt: skip  # a list

    def judge(self, who: str, kind: str, action: str, code: str | None = None, **form: Any) -> Decided | RefusedOrder:
        """What an order would do, or why it is refused."""
        item = self.items[code] if code else None
        order = Order(kind, action, form, f"key-{next(self.keys)}", self.now)
        around = replace(self.around(item, form), likely=self.likely(kind, action, item, form))
        if who in AREA_OF:
            around = replace(around, areas=AREA_OF[who].__eq__, homes={})
        return decide(self.table, item, order, self.standing(who, item), around)

    def do(self, who: str, kind: str, action: str, code: str | None = None, **form: Any) -> Decided | RefusedOrder:
        """Carry out an order, if it is not refused."""
        made = self.judge(who, kind, action, code, **form)
        if isinstance(made, Decided):
            self.items |= {i.id: i for i in made.items}
            self.events += made.events
            self.filings += made.filings
        return made

    def likely(self, kind: str, action: str, item: WorkItem | None, form: dict[str, Any]) -> tuple[str, ...]:
        """Children on file who may be the one that is registered."""
        if item is None or not self.table.action(kind, action).registers:
            return ()
        sealed = [e.sealed for e in self.events if "minor" in e.changes and e.changes["minor"] and e.sealed.get("F2")]
        known = [_described({**s["F2"], **s.get("F3", {})}) for s in sealed]
        return tuple("孩子" for k in known if likely_same(_described(form), k, self.now.date()))

    def reads(self, who: str, code: str) -> frozenset[str]:
        """The fields of an item that somebody can read: by class, or because rows share them with her body."""
        item, doer = self.items[code], self.standing(who, self.items[code])
        kind, relations = self.table.kinds[item.kind], set(doer.relations)
        relations |= {CaseRelation.TEAM} if CaseRelation.OWNER in relations else set()
        shared = kind.shared_in(item.state) if CaseRelation.RECIPIENT in relations else frozenset[str]()
        own = readable(doer.roles, relations - {CaseRelation.RECIPIENT})
        held = {c for e in self.history(code) for s in e.sealed.values() for c in s} | set(item.open)
        return frozenset(f.code for f in kind.field if f.code in held and (f.field_class in own or f.code in shared))

    def buttons(self, who: str, code: str) -> list[ActionRow]:
        """The actions that a worker is offered."""
        item = self.items[code]
        order = Order(item.kind, "", {}, "", self.now)
        offers = available(self.table, item, self.standing(who, item), self.around(item), order)
        return [a for _, a, why in offers if why is None and not a.creating]

    def beginnings(self, who: str, code: str) -> list[tuple[ItemKind, ActionRow]]:
        """What a worker can begin under an item."""
        item = self.items[code]
        order = Order(item.kind, "", {}, "", self.now)
        offers = available(self.table, item, self.standing(who, item), self.around(item), order)
        return [(kind, a) for kind, a, why in offers if why is None and a.creating]

    def one(self, kind: str, *, ended: bool | None = False) -> WorkItem:
        """The only item of a kind."""
        (item,) = [i for i in self.items.values() if i.kind == kind and ended in (None, i.ended)]
        return item

    def history(self, code: str) -> list[ItemEvent]:
        """The events of an item."""
        return [e for e in self.events if e.item == code]

    def wait(self, **span: float) -> None:
        """Let time pass."""
        self.now += timedelta(**span)


def _described(values: dict[str, Any]) -> Described:
    born = values.get("born")
    return Described(
        values.get("name"), date.fromisoformat(born) if born else None, guardian=values.get("guardian_name")
    )


def _fits(row: Field, named: WorkItem) -> bool:
    """Whether a field may name an item."""
    if row.code == "into":
        return named.kind == "report" and not named.ended
    return named.kind == "assessment" and named.state == "valid"


def _nameable(row: Field) -> list[str]:
    """Accounts that a field may name: whoever is to be responsible is a worker."""
    workers = (ActorRole.DIRECTOR, ActorRole.STREET)
    return sorted(who for who, role in PEOPLE.items() if row.code != "owner" or role in workers)


def values(row: Field, d: District, item: WorkItem | None) -> st.SearchStrategy[Any]:
    """Values of a field that are right."""
    named = [i.id for i in d.items.values() if i is not item and _fits(row, i)]
    by_type: dict[FieldType, st.SearchStrategy[Any]] = {
        FieldType.TEXT: st.sampled_from(["孩子说想回家", "邻居说晚上有哭声"]),
        FieldType.CODE: st.sampled_from(["JJ-0001", "12345-77"]),
        FieldType.INT: st.integers(0, row.most or 0),
        FieldType.BOOL: st.booleans(),
        FieldType.DATE: st.integers(1, min(60, row.most or 60)).map(
            lambda n: (d.now + timedelta(days=-n if row.code in PAST else n)).date().isoformat()
        ),
        FieldType.CHOICE: st.sampled_from([v.code for v in row.values] or [""]),
        FieldType.AREA: st.just(HOME),
        FieldType.MINOR: st.sampled_from(CHILDREN),
        FieldType.ITEM: st.sampled_from(named or ["R-不存在"]),
        FieldType.ACCOUNT: st.sampled_from(_nameable(row)),
        FieldType.BODY: st.sampled_from(BODIES),
        FieldType.SERVICE: st.sampled_from(sorted(CATALOGUE.services)),
        FieldType.NEED: st.sampled_from(sorted(CATALOGUE.needs | CATALOGUE.services)),
        FieldType.FILE: st.just(PHOTO),
        FieldType.MATTER: st.sampled_from(sorted(CATALOGUE.matters)),
    }
    return by_type[row.type]
