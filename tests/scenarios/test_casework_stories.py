"""Stories of casework that a domain expert can edit; `casework/README.md` says how they are written."""

import tomllib
from collections import defaultdict
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from knowledge.casework.load import table
from knowledge.casework.order import Decided, RefusalCode, RefusedOrder
from knowledge.casework.rows import FieldType, ItemKind
from tests.support.casework import CHILDREN, MORE_PEOPLE, PEOPLE, District
from tests.support.walks import every

Step = dict[str, Any]
FOLDER = Path(__file__).parent / "casework"
TOLD: list[tuple[str, dict[str, Any]]] = [
    (path.stem, story)
    for path in sorted(FOLDER.glob("*.toml"))
    for story in tomllib.loads(path.read_text("utf-8"))["story"]
]
STORIES = [pytest.param(story, id=f"{kind}: {story['name']}") for kind, story in TOLD]
SAID = {"who", "do", "on", "fill", "wait", "signed"}
WHOLE = ("attempt", "costs", "referral")
"""Kinds of which each step is told: done by whom it is meant for, and refused to everybody else."""
SEEN = {"may", "state", "clocks", "holds", "begun", "ended", "refused", "reads", "hidden", "files"}


def last(d: District, named: str) -> str:
    """The latest item of a kind, or of a kind in a state."""
    kind, _, state = named.partition(":")
    return [i.id for i in d.items.values() if i.kind == kind and state in ("", i.state)][-1]


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
    d.wait(**step.get("wait", {}))
    d.signed_in[step["who"]] = timedelta(**step.get("signed", {}))
    on = last(d, step["on"]) if "on" in step else None
    if "do" not in step:
        seen(d, step, on or "")
        return
    kind, _, action = step["do"].partition(".")
    if "may" in step:
        able = {step["who"]} if "refused" not in step else set[str]()
        assert everybody(d, kind, action, on, step.get("fill", {})) == {*step["may"], *able}, "可以做的人不对"
    before, filed = set(d.items), len(d.filings)
    made = d.do(step["who"], kind, action, on, **step.get("fill", {}))
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


def everybody(d: District, kind: str, action: str, on: str | None, fill: dict[str, Any]) -> set[str]:
    """All people of the district whose step it is, now and with this form."""
    made = {who: d.judge(who, kind, action, on, **fill) for who in (*PEOPLE, *MORE_PEOPLE)}
    return {w for w, m in made.items() if not (isinstance(m, RefusedOrder) and m.code is RefusalCode.NOT_YOURS)}


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


Told = tuple[frozenset[tuple[str, str]], frozenset[str], frozenset[str]]


@cache
def told_of() -> Told:
    """The steps that are taken in stories, those that are refused, and those of which everybody is told who may."""
    done, refused, judged = set[tuple[str, str]](), set[str](), set[str]()
    for _, story in TOLD:
        d = District(table())
        for step in story["step"]:
            take(d, step)
            refused |= {step["do"]} if "refused" in step else set()
            judged |= {step["do"]} if "may" in step else set()
        done |= {(d.items[e.item].kind, e.action) for e in d.events}
    return frozenset(done), frozenset(refused), frozenset(judged)


def untold(kind: ItemKind) -> tuple[set[str], set[str]]:
    """The steps of a kind that no story takes, and those that none refuses; files are no words of a story."""
    done, refused, _ = told_of()
    files = {f.code for f in kind.field if f.type is FieldType.FILE}
    steps = {a.code for a in kind.action if not files & set(a.form)}
    return {a for a in steps if (kind.code, a) not in done}, {a for a in steps if f"{kind.code}.{a}" not in refused}


@pytest.mark.parametrize("kind", WHOLE)
def test_every_step_of_a_referral_is_told_as_possible_for_the_one_and_for_nobody_else(kind: str):
    row, (_, _, judged) = table().kinds[kind], told_of()
    own = {a.code for a in row.action if not a.common}
    assert [lacking & own for lacking in untold(row)] == [set(), set()]
    assert {a for a in own if f"{kind}.{a}" not in judged} == set()


def test_what_no_story_tells_yet_is_listed():
    """`untold.toml` only grows shorter: a new step has a story, one that is told is taken from the list."""
    lacking: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for code, kind in table().kinds.items():
        common = {a.code for a in kind.action if a.common or a.code == "remind"}
        done, refused = untold(kind)
        if (done - common) | (refused - common):
            lacking[code] = {"done": sorted(done - common), "refused": sorted(refused - common)}
    assert lacking == tomllib.loads((FOLDER.parent / "untold.toml").read_text("utf-8"))
