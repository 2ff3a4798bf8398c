"""No clock ends unheard: where nobody is responsible somebody is asked, the next each time, until it is taken."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import pytest

from knowledge.casework import clocks
from knowledge.casework.gates.asked import rings, unasked, unowned
from knowledge.casework.load import table
from knowledge.casework.order import Decided
from knowledge.casework.rows import SYSTEM, ActionRow, Effect, FieldType, ItemKind
from knowledge.duty.roster import DutyLine
from tests.support.casework import CHILDREN, HOME, District

TABLE = table()
FREE = {code: kind for code, kind in TABLE.kinds.items() if unowned(kind)}
FORMS: dict[str, dict[str, Any]] = {
    "report": {"area": HOME, "channel": "phone", "said": "孩子没人管", "urgency": "now"},
    "complaint": {"area": HOME, "number": "12345-1", "due_on": "2026-11-27", "said": "孩子哭", "danger": False},
    "incident": {"area": HOME, "what": "leak", "facts": "发错了群"},
    "paper": {"area": HOME, "number": "1", "content": "见附件", "what": "admonition", "minor": CHILDREN[0]},
    "access_request": {"area": HOME, "asks": "see", "who_asks": "guardian", "applicant": "妈妈"},
    "employment_check": {"area": HOME, "unit": "B-1", "occasion": "hiring"},
}
"""What begins each kind of item that may be nobody's."""


@dataclass(frozen=True)
class Node:
    """An item as far as its clocks go."""

    state: str
    owned: bool
    clocks: frozenset[str]
    fields: tuple[tuple[str, Any], ...]


def valuations(kind: ItemKind) -> list[tuple[tuple[str, Any], ...]]:
    """All values of the fields on which clocks depend."""
    codes = sorted({c for row in kind.clock for c in row.when})
    known = [kind.field_of(c) for c in codes]
    values: dict[FieldType, list[Any]] = {FieldType.BOOL: [None, True, False], FieldType.INT: [None, 0, 1]}
    some = [[None, *(v.code for v in f.values)] if f and f.values else values.get(f.type, [None]) for f in known if f]
    return [tuple(zip(codes, chosen, strict=True)) for chosen in product(*some)]


def after(kind: ItemKind, node: Node | None, action: ActionRow, fields: tuple[tuple[str, Any], ...]) -> Node:
    """What an action makes of an item whose fields are these from then on."""
    state = action.to or (node.state if node else "")
    before = {c: District(TABLE).now for c in node.clocks} if node else {}
    kept = bool(node and node.owned and Effect.RELEASE not in action.effects)
    owned = kept or bool({Effect.OWN, Effect.GIVE} & set(action.effects))
    running = set(clocks.running(kind, before, state, action.code, dict(fields), owned=owned))
    running |= {c.code for c in clocks.started(kind, state, action.code, dict(fields), owned=owned)}
    return Node(state, owned, frozenset(running), fields)


def nodes(kind: ItemKind) -> Iterator[Node]:
    """Everything that an item of a kind can become."""
    every = valuations(kind)
    begun = [
        (a, f) for a in kind.action if a.creating for f in every if not any(dict(f).get(c, 0) is None for c in a.needs)
    ]
    todo = [after(kind, None, action, fields) for action, fields in begun]
    known = set(todo)
    while todo:
        node = todo.pop()
        yield node
        for action in (a for a in kind.action if node.state in a.source and not a.common):
            changed = {*action.form, *action.put, action.counts} & {c for c, _ in node.fields}
            same = {c: v for c, v in node.fields if c not in changed}
            for fields in (f for f in every if same.items() <= dict(f).items()):
                made = after(kind, node, action, fields)
                if made not in known:
                    known.add(made)
                    todo.append(made)


@pytest.mark.parametrize("kind", FREE.values(), ids=str)
def test_while_nobody_is_responsible_a_clock_runs_at_whose_end_somebody_is_asked(kind: ItemKind):
    ringing = {c.code for c in kind.clock if rings(kind, c)}
    for node in nodes(kind):
        state = kind.state_of(node.state)
        if not (state.ended or node.owned or state.waits):
            assert node.clocks & ringing, node


def test_where_a_group_is_waited_for_it_finds_the_item_in_its_list():
    waited = {k.state_of(s).waits for k in FREE.values() for s in unowned(k)} - {None}
    assert all(w is not None and TABLE.who.get(w.value) for w in waited)


def test_what_asks_nobody_is_refused():
    kind = TABLE.kinds["report"]
    deaf = [c.model_copy(update={"then": None}) for c in kind.clock]
    assert list(unasked(TABLE, kind.model_copy(update={"clock": tuple(deaf)}))) == [
        "new：可能没有人负责，时钟到点没有请谁"
    ]
    nobody = [a.model_copy(update={"who": ("supervisor",)}) if a.code == "take" else a for a in kind.action]
    (why,) = unasked(TABLE, kind.model_copy(update={"action": tuple(nobody)}))
    assert why.startswith("new：请来的 ")
    assert why.endswith(" 接不了")
    check = TABLE.kinds["complaint"]
    still = [a.model_copy(update={"put": {}}) if a.code == "take" else a for a in check.action]
    assert "take：接下以后不再请值班的人，要清空 on_duty" in unasked(
        TABLE, check.model_copy(update={"action": tuple(still)})
    )


def test_a_report_of_today_that_nobody_takes_goes_down_the_roster_and_up():
    d = District(TABLE, duty=DutyLine(("li", "chen"), ("lu",)))
    made = d.do("wang", "report", "register", area=HOME, channel="phone", said="孩子没人管", urgency="today")
    assert isinstance(made, Decided)
    code = made.item.id
    for asked in ({"li"}, {"li", "chen"}, {"li", "chen", "lu"}):
        assert set(d.table.kinds["report"].asked(d.items[code])) == asked
        d.now = d.items[code].clocks["ask_today"]
        d.do("clock", "report", "remind", code)
    assert d.items[code].clocks["taken"] < d.now, "and it stays overdue"
    d.do("lu", "report", "take", code)
    assert d.table.kinds["report"].asked(d.items[code]) == ()


def test_with_an_empty_roster_the_district_is_asked_as_soon_as_a_clock_ends():
    d = District(TABLE, duty=DutyLine(above=("lu",)))
    made = d.do("wang", "report", "register", area=HOME, channel="phone", said="孩子没人管", urgency="now")
    assert isinstance(made, Decided)
    assert d.table.kinds["report"].asked(d.items[made.item.id]) == (), "offices are open"
    d.wait(minutes=15)
    d.do("clock", "report", "remind", made.item.id)
    assert d.table.kinds["report"].asked(d.items[made.item.id]) == ("lu",)


def test_what_whoever_is_on_duty_cannot_take_asks_the_district():
    d = District(TABLE, duty=DutyLine(("wang",), ("lu",)))
    made = d.do("wang", "incident", "register", area=HOME, what="leak", facts="发错了群")
    assert isinstance(made, Decided)
    d.wait(hours=1)
    d.do("clock", "incident", "remind", made.item.id)
    assert d.table.kinds["incident"].asked(d.items[made.item.id]) == ("lu",)
    d.duty = replace(d.duty, above=())
    d.do("clock", "incident", "remind", made.item.id)
    assert d.items[made.item.id].open["no_duty"] is True


def test_only_the_program_reminds():
    asking = [k for k in TABLE.kinds.values() if k.action_of("remind")]
    assert {k.code for k in asking} >= set(FREE) - {"emergency_read"}
    assert all(a.who == (SYSTEM,) for k in asking for a in k.action if a.code == "remind")


TAKES = [
    (kind, begin.code, take.code)
    for kind in FREE.values()
    for begin in kind.action
    for take in kind.action
    if begin.creating and not begin.automatic and begin.under is None and Effect.OWN not in begin.effects
    if Effect.OWN in take.effects and begin.to in take.source
]
GOES_ON = {("report", "first_call")}
"""A clock that asks somebody although one person is responsible: nobody was reached by telephone."""


@pytest.mark.parametrize(("kind", "begin", "take"), TAKES, ids=lambda x: getattr(x, "code", x))
def test_whoever_takes_it_ends_the_asking(kind: ItemKind, begin: str, take: str):
    """Whatever the rows say of a clock: once somebody is responsible, nobody else is asked to take it."""
    d = District(TABLE, duty=DutyLine(("li",), ("lu",)))
    made = d.do("wang", kind.code, begin, **FORMS[kind.code])
    assert isinstance(made, Decided), made
    asking = {c.code for c in kind.clock if c.then == "remind"}
    assert asking & set(made.item.clocks), "somebody would be asked"
    taken = d.do("chen", kind.code, take, made.item.id)
    assert isinstance(taken, Decided), taken
    assert {(kind.code, c) for c in asking & set(taken.item.clocks)} <= GOES_ON
