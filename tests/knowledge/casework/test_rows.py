"""The rows of casework: what the gate refuses, and what their quotes, codes and evidence rest on."""

import shutil
import tomllib
from pathlib import Path

import pytest

from knowledge.access.policy import Action, is_system, who_may
from knowledge.casework.load import FOLDER, load, table
from knowledge.errors import WrongRules
from knowledge.rulebook.book import Rulebook

MORE_STATES = "".join(f'[[state]]\ncode = "s{n}"\nname = "一"\nname_en = "s"\n' for n in range(4))
WRONG = {
    "a state that nobody reaches": ("task", 'to = "dropped"', 'to = "done"'),
    "a state that nobody leaves": ("visit", 'from = ["due"]\nto', 'from = ["seen"]\nto'),
    "an action without who": ("task", 'who = ["owner", "supervisor"]\nform = ["res', 'who = []\nform = ["res'),
    "an unknown group": ("task", '"owner", "supervisor"', '"owner", "nobody"'),
    "a clock without end": ("visit", "lasts = {hours = 24}", "lasts = {}"),
    "a clock with two ends": ("visit", "lasts = {hours = 24}", "lasts = {hours = 24, minutes = 1}"),
    "a visit that no new terms bring nearer": ("visit", 'recount = "recount"\n', ""),
    "a clock that is counted again by nobody": ("visit", 'starts = ["plan", "recount"]', 'starts = ["plan"]'),
    "a clock that runs to any day": ("placement", "most = 31\n", ""),
    "a clock in an ended state": ("visit", 'while = ["due"]', 'while = ["seen"]'),
    "a field without class": ("task", 'type = "date"\nclass = "F1"', 'type = "date"'),
    "a field that is not there": ("task", 'form = ["result"]', 'form = ["nothing"]'),
    "a needed field outside the form": ("task", 'needs = ["result"]', 'needs = ["text"]'),
    "a condition that is not there": ("case", 'guards = ["no_owner"]', 'guards = ["weather"]'),
    "a row that follows from no action": ("report", 'item = "case", action = "open"', 'item = "case", action = "take"'),
    "a choice without values": ("task", 'type = "date"', 'type = "choice"'),
    "a code written twice": ("task", 'code = "result"', 'code = "text"'),
    "a clock that wakes a person's action": ("report", 'then = "remind"', 'then = "end"'),
    "an owner who can do nothing": (
        "access_request",
        'who = ["supervisor", "civil_affairs"]\nform = ["minor"]\neffects',
        'who = ["supervisor", "district"]\nform = ["minor"]\neffects',
    ),
    "evidence for what is no body": ("activity", 'of = "host", when = {theme = "drill"}', 'of = "place", when = {}'),
    "rights without an end": ("conference", 'needs = ["member", "until"]', 'needs = ["member"]'),
    "clocks of its own for what it does not end": ("case", 'set = {after = "told"}, while', "anew = true, while"),
    "kept from nothing": ("case", 'closes = ["visit"]\nkeeps', "keeps"),
    "a day in what is no date": ("visit", 'dates = ["seen_on"]', 'dates = ["after"]'),
    "approved by a field that is not there": ("case", 'second = [{grade = "red"}', 'second = [{weather = "red"}'),
    "no way out but by who is responsible": ("task", 'who = ["owner", "supervisor"]', 'who = ["owner"]'),
    "an obligation that is not there": ("visit", 'obligation = "O10"', 'obligation = "O99"'),
    "evidence that the obligation does not take": ("visit", '"O10", kind = "visit"', '"O10", kind = "drill"'),
    "a part that the obligation does not have": ("visit", 'component = "comfort"', 'component = "weather"'),
    "a step of a report that is not there": ("report", 'leaves = "joined", child', 'leaves = "weather", child'),
    "asked outside the form": ("case", 'asks = ["why_given"]', 'asks = ["away_until"]'),
    "asked and needed": ("case", 'asks = ["why_given"]', 'asks = ["owner"]'),
    "danger in what has ended": ("settings", 'while = ["lost"]', 'while = ["closed"]'),
    "danger by a value that is none": ("settings", 'when = {grade = "red"}', 'when = {grade = ["red", ""]}'),
    "danger by what not everybody reads": ("settings", 'when = {urgency = "now"}', 'when = {said = "now"}'),
    "danger said twice": ("settings", 'code = "not_seen"', 'code = "visit_late"'),
    "a case that cannot take the step": ("report", 'action = "endangered"', 'action = "set_grade"'),
    "nobody who has no part in it": ("settings", 'above_supervisors = ["welfare:area"]', "above_supervisors = []"),
    "too many states": ("task", '[[field]]\ncode = "what"', MORE_STATES + '[[field]]\ncode = "what"'),
}  # fmt: skip  # a table

OF = {None: ("minor",), "area": ("area",), "item": ("other",)}
"""What obligations must be over, by what evidence says that it was done for."""


@pytest.mark.parametrize("case", WRONG)
def test_the_gate_refuses(case: str, tmp_path: Path):
    kind, right, wrong = WRONG[case]
    folder = tmp_path / "casework"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    text = (folder / f"{kind}.toml").read_text("utf-8")
    assert right in text
    (folder / f"{kind}.toml").write_text(text.replace(right, wrong), "utf-8")
    with pytest.raises(WrongRules):
        load(folder)


def test_what_rests_on_no_text_says_that_it_is_configured():
    for kind in table().kinds.values():
        for action in kind.action:
            assert action.cite or action.basis.startswith("工作约定，法律没有规定"), (kind.code, action.code)
        for clock in kind.clock:
            assert clock.cite or clock.source.startswith("工作约定，法律没有规定"), (kind.code, clock.code)
    assert all(d.source.startswith("工作约定，法律没有规定") for d in table().dangers)


def test_every_fulfilled_obligation_is_one_with_that_evidence(book: Rulebook):
    for kind in table().kinds.values():
        for action in kind.action:
            for f in action.fulfils:
                obligation = book.obligations[f.obligation]
                assert f.kind in {e.value for e in obligation.evidence}
                assert f.component is None or f.component in {c.code for c in obligation.components}
                assert obligation.objects.of in OF.get(f.of, ("point", "body", "school"))
                assert f.of != "area" or {level.value for level in obligation.objects.level} == {"community"}


def test_free_words_are_never_of_a_class_that_everybody_reads():
    for path in FOLDER.glob("*.toml"):
        for field in tomllib.loads(path.read_text("utf-8")).get("field", ()):
            assert field["type"] != "text" or field["class"] != "F1", (path.name, field["code"])


def test_whoever_can_do_a_step_may_do_casework():
    roles = {role for group in table().who.values() for role, _ in group if not is_system((role,))}
    assert roles == set(who_may(Action.DO_CASEWORK))
