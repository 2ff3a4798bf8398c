"""Random weeks of a district: what must be true of casework whatever people do."""

from collections import defaultdict
from contextlib import suppress
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from knowledge.access.policy import CaseRelation
from knowledge.casework.item import ItemEvent, WorkItem, fold
from knowledge.casework.load import table
from knowledge.casework.order import Decided, RefusedOrder
from knowledge.casework.rows import ActionRow
from tests.support.casework import AREA_OF, CHILDREN, MORE_PEOPLE, ON_THE_FORM, PEOPLE, District, values
from tests.support.stories import TOLD, Step, taken

BEGUN = [
    (kind.code, a.code)
    for kind in table().kinds.values()
    for a in kind.action
    if a.creating and a.under is None and not a.automatic
]
"""Every step with which people begin something that stands alone."""
CALMED = {a.code for a in table().kinds["case"].action if a.put.get("urgency") == "" or a.to in ("closed", "deceased")}
"""Steps of a case after which danger that was told counts no longer: it is graded, told over, or the case is closed."""
GRADED = {"set_grade", "assessed"}
"""Steps of a case with which whoever is responsible grades it."""
VISITED = {"open", "closing"}
"""States of a case in which a visit is always planned."""


PLAYED = [story["step"] for _, story in TOLD]
AT_WORK = {who: role for who, role in (PEOPLE | MORE_PEOPLE).items() if who not in ("clock", "wu")}
"""Whoever acts at random."""
ONE_GONE = [frozenset({"chen"}), frozenset({"lu"})]
"""Supervisors who may be away, so that one is left."""


class Weeks(RuleBasedStateMachine):
    """People press what they are offered, with right forms, from somewhere in the middle of a story on."""

    def __init__(self) -> None:
        super().__init__()
        self.district = District(table())
        self.left: list[Step] = []
        self.planned: dict[str, WorkItem] = {}
        self.wrong: dict[str, int] = {}
        self.approved = 0
        self.calmed = 0
        self.seen: dict[str, WorkItem] = {}

    @initialize(data=st.data())
    def a_story(self, data: Any) -> None:
        """Most runs begin where a story ends: much of what is told comes last."""
        steps = data.draw(st.sampled_from(PLAYED))
        begun = len(steps) if data.draw(st.integers(0, 3)) else data.draw(st.integers(1, len(steps)))
        self.left = list(steps)
        for _ in range(begun):
            self.goes_on()

    @rule(data=st.data(), steps=st.integers(1, 4))
    def the_story_goes_on(self, data: Any, steps: int) -> None:
        """Its next steps, or the first of another; what others did meanwhile may stand in its way."""
        for _ in range(steps):
            self.left = self.left or list(data.draw(st.sampled_from(PLAYED)))
            self.goes_on()

    def goes_on(self) -> None:
        """One step of a story; what looks at two moments is asked after each."""
        with suppress(IndexError):
            taken(self.district, self.left.pop(0))
        self.a_visit_is_never_put_off_unless_it_was_made()
        self.who_is_responsible_has_not_approved_it()

    @rule(who=st.sampled_from(sorted(AT_WORK.keys() - AREA_OF)), data=st.data())
    def creates(self, who: str, data: Any) -> None:
        kind, code = data.draw(st.sampled_from(BEGUN))
        action = table().action(kind, code)
        made = self.district.do(who, kind, code, **self.form(data, kind, action, None))
        may = (AT_WORK[who], CaseRelation.AREA) in table().may(action)
        assert isinstance(made, Decided if may else RefusedOrder) or self.form_could_be_right(action)

    @precondition(lambda self: self.district.items)
    @rule(data=st.data())
    def presses(self, data: Any) -> None:
        """An item, then a step, then whoever is offered it; of the steps that all items have one at a time."""
        d = self.district
        some = [i.id for i in d.items.values() if not i.ended] or list(d.items)
        item = d.items[data.draw(st.sampled_from(some if data.draw(st.integers(0, 5)) else list(d.items)))]
        offers = [(who, a) for who in AT_WORK for a in d.buttons(who, item.id)]
        if not offers:
            return
        own, common = ({a.code: a for _, a in offers if a.common is c} for c in (False, True))
        action = data.draw(st.sampled_from([*own.values(), *list(common.values())[:1]]))
        who = data.draw(st.sampled_from([w for w, a in offers if a is action]))
        form = self.form(data, item.kind, action, item.id)
        version = item.version
        made = d.do(who, item.kind, action.code, item.id, **form)
        if isinstance(made, Decided):
            assert d.items[item.id].version > version
        else:
            assert d.items[item.id] is item
            assert self.form_could_be_right(action)

    @precondition(lambda self: self.district.items)
    @rule(who=st.sampled_from(sorted(AT_WORK)), data=st.data())
    def begins_under(self, who: str, data: Any) -> None:
        d = self.district
        offers = [(i.id, k.code, a) for i in d.items.values() for k, a in d.beginnings(who, i.id)]
        if not offers:
            return
        code, kind, action = data.draw(st.sampled_from(offers))
        made = d.do(who, kind, action.code, code, **self.form(data, kind, action, None))
        assert isinstance(made, Decided) or self.form_could_be_right(action)

    @rule(hours=st.integers(1, 80))
    def time_passes(self, hours: int) -> None:
        self.district.wait(hours=hours)

    def moved(self) -> list[WorkItem]:
        """The items of each root under which something has happened since this was asked last."""
        items = self.district.items
        roots = {i.root for i in items.values() if self.seen.get(i.id) is not i}
        self.seen = dict(items)
        return [i for i in items.values() if i.root in roots]

    def form(self, data: Any, kind: str, action: ActionRow, code: str | None) -> dict[str, Any]:
        item = self.district.items[code] if code else None
        rows = [f for c in action.form if (f := table().kinds[kind].field_of(c))]
        picked = [f for f in rows if f.code in action.needs or data.draw(st.booleans())]
        return {f.code: data.draw(values(f, self.district, item)) for f in picked}

    def form_could_be_right(self, action: ActionRow) -> bool:
        """A shown action is refused only by a condition on the form."""
        return bool(set(action.guards) & ON_THE_FORM)

    @invariant()
    def state_is_the_fold_of_the_events(self) -> None:
        events = defaultdict[str, list[ItemEvent]](list)
        for event in self.district.events:
            events[event.item].append(event)
        for item in self.district.items.values():
            assert fold(events[item.id]) == item

    @invariant()
    def a_case_at_home_has_one_planned_visit(self) -> None:
        items = self.district.items.values()
        for case in (i for i in items if i.kind == "case"):
            due = [i for i in items if i.root == case.id and i.kind == "visit" and not i.ended]
            assert len(due) == (1 if case.state in VISITED else 0), case
            assert all(v.clocks for v in due)

    @invariant()
    def nobody_is_lost(self) -> None:
        """Whatever has not ended can be moved, or what stands under it, also when one of two supervisors is away."""
        for item in self.moved():
            assert item.ended or all(self.can_move(item, away) for away in ONE_GONE), item
        for child in CHILDREN:
            cases = [i for i in self.district.items.values() if i.kind == "case" and i.minor == child and not i.ended]
            assert len(cases) <= 1

    def can_move(self, item: WorkItem, away: frozenset[str]) -> bool:
        """Whether somebody who is not away can move an item, or what stands under it."""
        d = self.district
        still = [i.id for i in d.items.values() if item.id in (i.id, i.parent, i.root) and not i.ended]
        return any(a.to for who in AT_WORK if who not in away for i in still for a in d.buttons(who, i))

    @invariant()
    def a_visit_is_never_put_off_unless_it_was_made(self) -> None:
        """Whatever is planned anew is due no later, and who was not seen before is not forgotten."""
        d = self.district
        open_visits = {i.root: i for i in d.items.values() if i.kind == "visit" and not i.ended}
        for case, visit in open_visits.items():
            before = self.planned.get(case, visit)
            made = before.id != visit.id and {e.action for e in d.history(before.id)} & {"seen", "not_seen"}
            if not made:
                assert min(visit.clocks.values()) <= min(before.clocks.values()), (before, visit)
            if "seen" not in {e.action for e in d.history(before.id)}:
                wrong = self.taken_back(case) - self.wrong.get(case, 0)
                assert (visit.open.get("misses") or 0) >= (before.open.get("misses") or 0) - wrong, (before, visit)
        self.planned = open_visits
        self.wrong = {case: self.taken_back(case) for case in open_visits}

    def taken_back(self, case: str) -> int:
        """How often a miss of a case was taken back, because it was entered in error."""
        return sum(e.action == "not_missed" for e in self.district.history(case))

    @invariant()
    def who_is_responsible_has_not_approved_it(self) -> None:
        """Whoever closed, lowered or let go was not the one responsible at that moment."""
        d = self.district
        for event in d.events[self.approved :]:
            row = table().action(kind_of(event.item), event.action)
            assert {} not in row.second or event.by != d.items[d.items[event.item].root].owner, event
        self.approved = len(d.events)

    @invariant()
    def a_need_waits_for_one_body_at_a_time(self) -> None:
        items = self.district.items.values()
        for need in (i for i in items if i.kind == "referral"):
            sent = [i for i in items if i.parent == need.id]
            assert sum(not i.ended for i in sent) <= (0 if need.ended else 1)
            truly = [i for i in sent if i.state != "mistaken"]
            bodies = [i.open["recipient"] for i in truly if "recipient" in i.open]  # elsewhere there are words only
            assert len(set(bodies)) == len(bodies)
            assert need.state != "solved" or any(i.state == "done" for i in sent)

    @invariant()
    def a_closed_case_has_nothing_open(self) -> None:
        items = self.district.items
        for item in items.values():
            assert item.ended or items[item.root].state != "closed", item

    @invariant()
    def what_has_ended_has_no_clock(self) -> None:
        assert all(not i.clocks for i in self.district.items.values() if i.ended)

    @invariant()
    def immediate_danger_that_was_ended_was_called(self) -> None:
        for item in self.district.items.values():
            if item.kind == "report" and item.ended and item.open.get("urgency") == "now":
                calls = [e for e in self.district.history(item.id) if e.changes["open"].get("answered") is True]
                assert calls, "somebody answered"

    @invariant()
    def danger_is_calmed_by_seeing_or_by_a_supervisor(self) -> None:
        """Whoever is responsible for a child in told danger grades it lower only after the child was seen."""
        d = self.district
        for n, event in enumerate(d.events[self.calmed :], self.calmed):
            case = d.items[event.item]
            if case.kind == "case" and event.action in GRADED and event.changes["open"].get("urgency") == "":
                before = [e for e in d.events[:n] if d.items[e.item].root == case.id]
                of_case = [k for k, e in enumerate(before) if e.item == case.id]
                told = max((k for k in of_case if before[k].changes["open"].get("urgency") == "now"), default=None)
                graded = event.changes["open"].get("grade", "red")
                by_approval = any(e.action == "approve" and e.at == event.at for e in before)
                seen = told is not None and any(e.action == "seen" for e in before[told:])
                assert told is None or seen or graded == "red" or by_approval or calm_before(before[told:]), event
        self.calmed = len(d.events)

    @invariant()
    def told_danger_is_never_lost(self) -> None:
        """What ended as a case, or in one that was there, stands in the case until somebody has judged it."""
        d = self.district
        for r in (i for i in d.items.values() if i.kind == "report" and i.state == "ended" and in_case(i)):
            ended = max(n for n, e in enumerate(d.events) if e.item == r.id and "state" in e.changes)
            after = d.events[ended:]
            cases = [i for i in d.items.values() if i.kind == "case" and i.minor == r.minor]
            calm = {e.item for e in after if e.action in CALMED}
            assert any(c.open.get("urgency") == "now" or c.id in calm for c in cases), r


def kind_of(code: str) -> str:
    return next(k.code for k in table().kinds.values() if k.prefix == code.partition("-")[0])


def calm_before(events: list[ItemEvent]) -> bool:
    """True if danger was told over already, after it was told."""
    return any(e.action in CALMED for e in events)


def in_case(report: WorkItem) -> bool:
    """True if a report of danger ended because there is a case."""
    return report.open.get("urgency") == "now" and report.open.get("why_ended", "case_open") == "case_open"


TestWeeks = Weeks.TestCase
TestWeeks.settings = settings(stateful_step_count=30)
