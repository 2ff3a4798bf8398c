"""Stories of casework that a domain expert can edit; `casework/README.md` says how they are written."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from knowledge.casework.load import table
from knowledge.casework.order import Decided, RefusalCode, RefusedOrder
from knowledge.casework.rows import FieldType, ItemKind
from tests.support.casework import CHILDREN, MORE_PEOPLE, PEOPLE, District
from tests.support.stories import TOLD, Step, filled, last, taken, taken_in_stories
from tests.support.walks import every

STORIES = [pytest.param(story, id=f"{kind}: {story['name']}") for kind, story in TOLD]
SAID = {"who", "do", "on", "fill", "wait", "signed"}
REMIND = "remind"
"""The step with which the next person on duty is asked: the same for every kind, in `settings.toml`."""
SEEN = {"may", "state", "clocks", "holds", "begun", "ended", "refused", "reads", "hidden", "files"}


@every("story", STORIES)
def test_story(story: dict[str, Any]):
    d = District(table())
    for n, step in enumerate(story["step"], 1):
        try:
            take(d, step)
        except (AssertionError, KeyError, IndexError) as e:
            raise AssertionError(f"第{n}步 {step['who']} {step.get('do', '')}：{e}") from e


def take(d: District, step: Step) -> None:
    """One step: what is done, and what must be seen of it."""
    if "may" in step:
        able = {step["who"]} if "refused" not in step else set[str]()
        assert everybody(d, step) == {*step["may"], *able}, "可以做的人不对"
    before, filed = set(d.items), len(d.filings)
    made = taken(d, step)
    if made is None:
        seen(d, step, last(d, step["on"]))
        return
    if "refused" in step:
        assert isinstance(made, RefusedOrder), "应当被拒绝"
        assert step["refused"] in (made.code.value, made.why.code.removeprefix("casework.")), made.why
        return
    assert isinstance(made, Decided), made.why if isinstance(made, RefusedOrder) else made
    new = [d.items[i].kind for i in d.items if i not in before and i != made.item.id]
    assert new == step.get("begun", []), f"新出来的是{new}"
    told = {i.kind for i in made.items if i.ended and i.id in before and i.id != made.item.id}
    assert "ended" not in step or told == set(step["ended"]), f"一起结束的是{told}"
    files = {f.obligation for f in d.filings[filed:]}
    assert "files" not in step or files == set(step["files"]), f"记入台账的是{files}"
    seen(d, step, made.item.id)


def everybody(d: District, step: Step) -> set[str]:
    """All people of the district whose step it is, then and with this form."""
    then = replace(d, now=d.now + timedelta(**step.get("wait", {})))
    on, (kind, _, action) = last(d, step["on"]) if "on" in step else None, step["do"].partition(".")
    made = {who: then.judge(who, kind, action, on, **filled(d, step)) for who in (*PEOPLE, *MORE_PEOPLE)}
    return {who for who, m in made.items() if not (isinstance(m, RefusedOrder) and not_theirs(m))}


def not_theirs(made: RefusedOrder) -> bool:
    """Whether it is somebody else's: a second person's, or that of another community and its children."""
    elsewhere = bool({"area", "minor"} & set(made.fields))
    return made.code is RefusalCode.NOT_YOURS or elsewhere or made.why.code == "casework.second"


def seen(d: District, step: Step, code: str) -> None:
    """What must be seen of an item by whoever the step names."""
    item = d.items[code]
    assert step.get("state", item.state) == item.state, f"状态是{item.state}"
    assert set(step.get("clocks", item.clocks)) == set(item.clocks), f"时钟是{sorted(item.clocks)}"
    for field, value in step.get("holds", {}).items():
        held = {"owner": d.items[item.root].owner, "minor": item.minor}.get(field, item.open.get(field))
        assert held == value, f"{field}是{held}"
    read = d.reads(step["who"], code)
    assert set(step.get("reads", ())) <= read, f"看得到{sorted(read)}"
    assert not set(step.get("hidden", ())) & read, f"看得到{sorted(read)}"


@every("story", STORIES)
def test_shape(story: dict[str, Any]):
    people = {*PEOPLE, *MORE_PEOPLE}
    for step in story["step"]:
        assert step.keys() <= SAID | SEEN
        assert step["who"] in people
        assert step.get("fill", {}).get("minor", CHILDREN[0]) in CHILDREN
    assert any("refused" in s for s in story["step"]), "每个故事至少有一件不能做的"


def test_every_kind_has_stories():
    told = {step["do"].partition(".")[0] for _, story in TOLD for step in story["step"] if "do" in step}
    assert told == set(table().kinds)


def told(kind: ItemKind) -> set[str]:
    """The steps of a kind that stories tell; those that all kinds share, and those with files, are tried elsewhere."""
    files = {f.code for f in kind.field if f.type is FieldType.FILE}
    return {a.code for a in kind.action if not a.common and a.code != REMIND and not files & set(a.form)}


@every("kind", table().kinds)
def test_every_step_is_told_as_possible_for_the_one_and_for_nobody_else(kind: str):
    row = table().kinds[kind]
    judged = {step["do"] for _, story in TOLD for step in story["step"] if "may" in step}
    assert {a for a in told(row) if (kind, a) not in taken_in_stories()} == set(), "没有故事做过"
    assert {a for a in told(row) if f"{kind}.{a}" not in judged} == set(), "没有故事说只有谁可以（may）"
