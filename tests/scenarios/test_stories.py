"""Stories that a domain expert can edit: written from the statutes by someone who had not read the rules."""

import tomllib
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from graph_model.baseline.responsibility import assigned
from graph_model.graph import Graph
from knowledge.errors import AmbiguousAct, NoTextForThatDay
from knowledge.permissions.decision import Asked, Permission, permitted
from knowledge.permissions.polarity import read
from knowledge.responsibility.finding import why_not
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import Situation
from knowledge.vocabulary import Verdict
from knowledge.words.search import Search
from knowledge.words.verbs import picked
from network import places
from network.entities import ANONYMOUS
from network.responsibility.offices import Responsibility, answer
from network.snapshot import Network
from tests.support.walks import every

FOLDER = Path(__file__).parent
Story = dict[str, Any]


def stories(path: str) -> list[Any]:
    found = []
    for file in sorted(FOLDER.glob(path)):
        for s in tomllib.loads(file.read_text("utf-8"))["story"]:
            found.append(pytest.param(s, id=f"{file.stem}: {s['name']}"))
    return found


def held(r: Responsibility, verdict: Verdict) -> set[tuple[str, str]]:
    rows = [d for d in r.finding.duties if d.verdict is verdict]
    return {(d.row.role.value, d.row.body) for d in rows}


def any_of(said: str) -> list[str]:
    return said.split("|")


def ask(story: Story, network: Network, book: Rulebook) -> Responsibility:
    place = places.by_code(network, story.get("at", "440104001007"))
    code = story.get("matter") or story["expect_matter"]
    return answer(network, book, code, place, Situation(**story.get("situation", {})), story["on"])


@every("story", stories("responsibility/*.toml"))
def test_responsibility(story: Story, network: Network, book: Rulebook):
    if "error" in story:
        assert story["error"] == "NoTextForThatDay"
        with pytest.raises(NoTextForThatDay):
            ask(story, network, book)
        return
    r = ask(story, network, book)
    certain, possible = held(r, Verdict.YES), held(r, Verdict.UNKNOWN)
    for role, wanted in story.get("expect", {}).items():
        for said in wanted:
            assert any((role, b) in certain for b in any_of(said)), f"{role} {said} not in {sorted(certain)}"
    for role, body in story.get("never", ()):
        there = {w for w in certain | possible if w[1] == body and role in ("*", w[0])}
        assert not there, f"{there} must not appear"
    for words in story.get("never_quote", ()):
        rows = [d.row for d in r.finding.duties if d.verdict is not Verdict.NO]
        assert not [d.act for d in rows if words in d.cite[0].quote]
    for role, said in story.get("maybe", ()):
        assert any((role, b) in possible - certain for b in any_of(said)), f"{role} {said} not in {sorted(possible)}"
    for wanted in story.get("deadline", ()):
        assert any(_is(d.row, wanted) for d in r.finding.deadlines), [
            (d.row.who, d.row.unit.value, d.row.value) for d in r.finding.deadlines
        ]
    for fact in story.get("missing", ()):
        assert fact in _asked(r), _asked(r)
    if "changed_on" in story:
        assert story["changed_on"] in {c.on for c in r.finding.changes}
    for w in story.get("why_not", ()):
        code, situation = r.finding.matter.code, Situation(**story.get("situation", {}))
        assert why_not(book, code, w["body"], situation, story["on"]).verdict.value == w["verdict"]
    if "quote" in story:
        assert any(story["quote"] in text for text in _texts(book, story)), "the words are not among the shipped texts"


def _is(row: Any, wanted: dict[str, Any]) -> bool:
    who = "who" not in wanted or row.who in any_of(wanted["who"])
    return who and row.unit.value == wanted["unit"] and row.value == wanted.get("value", row.value)


def _asked(r: Responsibility) -> set[str]:
    f = r.finding
    parts = (f.duties, f.deadlines, f.safeguards, f.sanctions)
    return {fact for rows in parts for d in rows for fact in d.missing} | {m.fact for m in f.missing}


def _texts(book: Rulebook, story: Story) -> Iterable[str]:
    for clause in [story["because"]] if isinstance(story["because"], str) else story["because"]:
        found = book.texts.provision(clause, story["on"])
        yield "\n".join(found.paras) if found else ""


@every("story", [p for p in stories("responsibility/*.toml") if "error" not in p.values[0]])
async def test_one_statement_agrees(story: Story, network: Network, book: Rulebook, graph: Graph):
    r = ask(story, network, book)
    rows = await graph.read(ANONYMOUS, assigned, r.finding.matter.code, r.place.code, story["on"], r.finding.facts)
    here = {(d.row.role, d.row.body, d.verdict) for d in r.finding.duties}
    assert {(x.role, x.kind, x.verdict) for x in rows} == here
    shown = {(x.role, x.kind.code, b.id) for x in r.responsible for b in x.bodies}
    there = {(x.role, x.kind, x.body) for x in rows if x.body and x.verdict is not Verdict.NO}
    assert shown == there


@every("story", [p for p in stories("responsibility/*.toml") if "text" in p.values[0]])
def test_words_lead_to_the_matter(story: Story, book: Rulebook):
    first = [h.code for h in Search.over(book).matters(story["text"]).hits[:3]]
    assert story["expect_matter"] in first


@every("story", stories("permissions.toml"))
def test_permission(story: Story, book: Rulebook):
    """Words are taken for an act with the right answer, or the act of that answer is among those offered."""
    situation = Situation(**story.get("situation", {}))
    try:
        acts = [picked(book, story["ask"])]
    except AmbiguousAct as offered:
        acts = [c.code for c in offered.candidates]
    answers = [permitted(book, act, story["by"], situation, story["on"]) for act in acts]
    assert story["expect"] in [a.answer.value for a in answers], [(a.act, a.answer.value) for a in answers]


@every("story", stories("powers.toml"))
def test_power(story: Story, book: Rulebook):
    """Who alone has a power, what binds everybody, what may be left, which conditions there are."""
    asked, situation = Asked(story.get("asked", "may")), Situation(**story.get("situation", {}))
    p = permitted(book, story["act"], story["by"], situation, story["on"], asked)
    assert p.answer.value == story["expect"]
    cited = {c.clause for n in p.norms for c in n.norm.row.cite} | {c.clause for n in p.others for c in n.cite}
    assert story["because"] in cited or p.answer is Permission.NOT_STATED


def offered(book: Rulebook, text: str) -> list[str]:
    try:
        return [picked(book, text)]
    except AmbiguousAct as several:
        return [c.code for c in several.candidates]


@every("story", [p for p in stories("powers.toml") if "ask" in p.values[0]])
def test_words_pick_the_act_or_offer_it_whoever_asks(story: Story, book: Rulebook):
    assert story["act"] in offered(book, story["ask"])
    assert read(book, story["ask"], story["act"], story["by"]).value == story.get("asked", "may")


def test_there_are_enough():
    responsibility, permission = stories("responsibility/*.toml"), stories("permissions.toml")
    assert len(responsibility) + len(permission) >= 60
    days = {p.values[0]["on"] for p in responsibility}
    assert days & {date(2022, 3, 1), date(2024, 4, 25)}
