"""Random weeks with clocks, other districts' roles and steps that nobody may take: what must be true of the engine."""

from collections import Counter
from datetime import timedelta
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from knowledge.access.policy import CaseRelation
from knowledge.casework.decide import decide
from knowledge.casework.item import fold
from knowledge.casework.load import table
from knowledge.casework.order import Decided, Doer, Order, RefusalCode, RefusedOrder, filings
from knowledge.roles import ActorRole
from tests.knowledge.casework.test_machine import Weeks
from tests.support.examples import ALL, examples
from tests.support.stories import taken_in_stories

CLOCK = Doer("clock", (ActorRole.CLOCK,), frozenset({CaseRelation.SYSTEM}))
TAKEN: Counter[tuple[str, str]] = Counter()
"""How often each step was taken in all runs."""
PAIRS = [(role, relation) for role in ActorRole for relation in CaseRelation]
STEPS = [(kind.code, a.code) for kind in table().kinds.values() for a in kind.action]


class Proof(Weeks):
    """As `Weeks`; the program acts too, and people try what is not theirs."""

    @rule(data=st.data())
    def nobody_takes_a_step_that_is_not_in_a_row(self, data: Any) -> None:
        d = self.district
        kind, code = data.draw(st.sampled_from(STEPS))
        action = table().action(kind, code)
        role, relation = data.draw(st.sampled_from([p for p in PAIRS if p not in table().may(action)]))
        of = [i for i in d.items.values() if i.kind == (action.under if action.creating else kind)]
        item = data.draw(st.sampled_from(of)) if of else None
        form = self.form(data, kind, action, None)
        doer = Doer("nobody", (role,), frozenset({relation}))
        made = decide(d.table, item, Order(kind, code, form, "no", d.now), doer, d.around(item, form))
        assert isinstance(made, RefusedOrder)

    @rule(data=st.data())
    def nobody_takes_a_step_from_another_state(self, data: Any) -> None:
        d = self.district
        if not d.items:
            return
        item = data.draw(st.sampled_from(sorted(d.items.values(), key=lambda i: i.id)))
        wrong = [a for a in table().kinds[item.kind].action if not a.creating and item.state not in a.source]
        if not wrong:
            return
        action = data.draw(st.sampled_from(wrong))
        doer = Doer("anybody", tuple(ActorRole), frozenset(CaseRelation))
        made = decide(d.table, item, Order(item.kind, action.code, {}, "no", d.now), doer, d.around(item))
        assert isinstance(made, RefusedOrder)
        assert made.code is RefusalCode.STATE

    @rule(hours=st.integers(1, 200))
    def the_program_does_what_is_due(self, hours: int) -> None:
        """Its steps are never refused, and each ends or moves its clock: nothing is done for ever."""
        d = self.district
        d.wait(hours=hours)
        for _ in range(50):
            due = [
                (i, c)
                for i in d.items.values()
                for c in table().kinds[i.kind].clock
                if c.then and c.code in i.clocks and i.clocks[c.code] <= d.now
            ]
            if not due:
                return
            item, clock = due[0]
            key = f"clock:{item.id}:{clock.code}:{item.clocks[clock.code].isoformat()}"
            order = Order(item.kind, clock.then or "", {}, key, max(d.now, item.since))
            made = decide(d.table, item, order, CLOCK, d.around(item))
            assert isinstance(made, Decided), (item, clock.code, made)
            d.items |= {i.id: i for i in made.items}
            d.events += made.events
            d.filings += made.filings
        raise AssertionError("a clock never ends")

    @invariant()
    def nothing_open_stands_under_what_has_ended(self) -> None:
        items = self.district.items
        for item in items.values():
            root = items[item.root]
            assert item.ended or not root.ended or (root.kind, root.state) in OUTLIVED, (item, root)

    @invariant()
    def time_by_holder_adds_up_to_the_age(self) -> None:
        """Each moment of an item belongs to exactly one state and one responsible account."""
        d = self.district
        for item in d.items.values():
            events = d.history(item.id)
            moments = [e.at for e in events]
            assert moments == sorted(moments)
            spans = [b - a for a, b in pairwise([*moments, d.now])]
            assert sum(spans, timedelta()) == d.now - moments[0]
            assert item.since in moments

    @invariant()
    def what_fulfils_is_on_file_at_once(self) -> None:
        d = self.district
        filed = Counter(f.key for f in d.filings)
        assert all(n == 1 for n in filed.values())
        for event in d.events[-5:]:
            history = d.history(event.item)
            after = fold(history[: history.index(event) + 1])
            row = table().action(after.kind, event.action)
            due = {f.key for f in filings(after, row, event.at, event.occurred)}
            assert due == {key for key in filed if key.startswith(f"{after.id}-{after.version}-")}, event

    @invariant()
    def what_was_refused_says_why_and_by_what(self) -> None:
        for item in self.district.items.values():
            if item.kind == "attempt" and item.state == "refused":
                last = [e for e in self.district.history(item.id) if e.changes.get("state") == "refused"][-1]
                assert last.action == "release" or item.open.get("why_refused")
                assert last.by
                assert "evidence" in last.sealed.get("F7", {})

    @invariant()
    def what_is_counted_was_done(self) -> None:
        for event in self.district.events[self.counted :]:
            kind = next(k for k in table().kinds.values() if k.prefix == event.item.split("-")[0])
            TAKEN[kind.code, event.action] += 1
        self.counted = len(self.district.events)

    counted = 0


OUTLIVED = {("case", "deceased"), ("report", "ended"), ("report", "merged")}
"""Roots under which something still is to be done: the siblings are seen, the procuratorate is asked."""
TestProof = Proof.TestCase
TestProof.settings = examples(2000, stateful_step_count=40)


def test_the_runs_have_taken_every_step_that_a_story_takes():
    """Only where all runs are made: a step that no run reaches proves nothing."""
    if ALL:
        assert sorted(taken_in_stories() - TAKEN.keys()) == []
