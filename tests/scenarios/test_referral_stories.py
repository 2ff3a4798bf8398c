"""Referral stories that a domain expert can edit: written from the statutes by someone who had not read the rules."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

import pytest

from knowledge.calendar.deadlines import SHANGHAI
from knowledge.derivation.derived import Facts
from knowledge.eligibility.services import eligible
from knowledge.referral import safety
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import Verdict
from network import places
from network.referral.plan import StepKind, steps
from network.referral.referral import Referral
from network.snapshot import Network
from network.snapshot import network as build

FOLDER = Path(__file__).parent / "referral"
CODES = Path(__file__).parent.parent.parent / "knowledge"
CALM: dict[str, Any] = tomllib.loads((FOLDER / "calm.toml").read_text("utf-8"))["calm"]
Story = dict[str, Any]

EVERY = {"name", "because", "quote", "on", "situation", "calm", "calm_except"}
KINDS: dict[str, set[str]] = {
    "service": {"service", "fit", "missing", "verify", "failing", "cured_on", "where", "accept", "links", "links_not"},
    "doors": {"doors", "doors_not", "doors_unknown", "first_call"},
    "report": {"report", "to", "cautions", "cautions_not", "kinds", "matters", "matters_not"},
    "needs": {"needs", "needs_not", "difficulty", "difficulty_not", "difficulty_unknown", "difficulty_open"},
    "plan": {"steps", "steps_not", "undecided", "ask_first"},
    "adult": {"adult", "adult_not"},
    "points": {
        "points", "at", "at_time", "need", "expect_order", "left_out", "gap", "escalates_to", "open", "apart",
        "decided_by",
    },
}  # fmt: skip
POINT = {"id", "kind", "area", "serves", "services", "hours", "ages", "capacity", "load", "located", "ceased"}
LEFT_OUT = {"closed", "full", "age", "area", "service", "eligibility"}
DERIVED = {"age", "father_months", "mother_months", "residence_months", "permit_months"}
WHERE = {"hukou", "residence", "emergency", "school", "case_organ", "here", "unit"}


def kind_of(story: Story) -> str:
    """The first kind one of whose own keys the story has; a second kind shows as a key out of place."""
    return next(k for k, keys in KINDS.items() if keys & story.keys())


def _read() -> Iterator[tuple[str, Story]]:
    for file in sorted(FOLDER.glob("*.toml")):
        for s in tomllib.loads(file.read_text("utf-8")).get("story", ()):
            yield f"{file.stem}: {s['name']}", s


ALL = tuple(_read())


def stories(*kinds: str) -> list[Any]:
    return [pytest.param(s, id=name) for name, s in ALL if not kinds or kind_of(s) in kinds]


def known(story: Story) -> Situation:
    """What the story says is known; `calm` is everything asked and denied, less what it names as not asked."""
    calm = CALM if story.get("calm") or "calm_except" in story else {}
    left = {k: v for k, v in calm.items() if k not in story.get("calm_except", ())}
    return Situation(**left | story["situation"])


def day(story: Story) -> date:
    on: date = story["on"] if "on" in story else story["at_time"].date()
    return on


def any_of(said: str) -> list[str]:
    return said.split("|")


def negative(story: Story) -> bool:
    if "fit" in story:
        return bool(story["fit"] != "eligible")
    if "report" in story:
        return story["report"] in ("need_not", "depends", "not_a_minor")
    against = {
        "doors_unknown",
        "doors_not",
        "needs_not",
        "difficulty_not",
        "difficulty_unknown",
        "difficulty_open",
        "steps_not",
        "left_out",
        "adult_not",
    }
    return bool(against & story.keys())


def _codes(file: str) -> set[str]:
    return {row["code"] for row in tomllib.loads((CODES / file).read_text("utf-8"))["kind"]}


@pytest.mark.parametrize("story", stories())
def test_shape(story: Story):
    own, kind = story.keys() - EVERY, kind_of(story)
    assert own <= KINDS[kind], own - KINDS[kind]
    assert story["name"]
    assert type(day(story)) is date
    for field, value in known(story).model_dump(exclude_none=True).items():
        assert field not in OPTIONS or value in OPTIONS[field]
    assert "quote" not in story or not story["because"].startswith(("taxonomy:", "policy:"))
    bodies = _codes("bodies.toml")
    assert {story[k] for k in ("accept", "escalates_to", "decided_by") if k in story} <= bodies
    assert set(story.get("to", ())) <= bodies
    if kind == "service":
        _shape_of_eligibility(story)
    if kind == "report":
        assert story.get("report", "must") in ("must", "may", "need_not", "depends", "not_a_minor")
        assert {"report", "cautions"} & own
    if kind == "points":
        _shape_of_points(story, bodies)


def _shape_of_eligibility(story: Story) -> None:
    assert story["fit"] in ("eligible", "ineligible", "unknown")
    assert story["fit"] == "unknown" or not {"missing", "verify"} & story.keys()
    assert story["fit"] == "ineligible" or not {"failing", "cured_on"} & story.keys()
    assert story["fit"] == "eligible" or not {"where", "accept"} & story.keys()
    assert story.get("where", "hukou") in WHERE
    assert "cured_on" not in story or story["cured_on"] > story["on"]
    facts = {f for said in story.get("missing", ()) for f in any_of(said)}
    assert facts <= set(OPTIONS) | DERIVED


def _shape_of_points(story: Story, bodies: set[str]) -> None:
    assert {"at", "at_time", "need", "expect_order"} <= story.keys()
    assert isinstance(story["at_time"], datetime)
    assert story["at_time"].tzinfo
    for p in story["points"]:
        assert p.keys() <= POINT
        assert p["kind"] in bodies
        assert 0 <= p.get("load", 0) <= p.get("capacity", 0)
    ids = [p["id"] for p in story["points"]]
    named = [*story["expect_order"], *story.get("left_out", ())]
    assert len(set(ids)) == len(ids)
    assert sorted(named) == sorted(ids), "every point is either in the order or left out with its reason"
    reasons = {r for said in story.get("left_out", {}).values() for r in any_of(said)}
    assert reasons <= LEFT_OUT
    assert {*story.get("apart", ()), *story.get("open", ())} <= set(ids)
    assert set(story.get("open", {}).values()) <= {"open", "next", "unknown"}


@pytest.mark.parametrize("story", stories("service"))
def test_eligibility(story: Story, book: Rulebook):
    r = eligible(book, story["service"], known(story), story["on"])
    failing = r.failing.row.text if r.failing else None
    assert r.fit.value == story["fit"], (r.missing, r.verify, failing)
    for said in story.get("missing", ()):
        assert set(any_of(said)) & set(r.missing), r.missing
    if story.get("verify"):
        assert r.verify
    if "failing" in story:
        assert failing is not None
        assert story["failing"] in failing
    if "cured_on" in story:
        assert r.cured is not None
        assert r.cured[0] == story["cured_on"]
    if "where" in story:
        assert story["where"] in {a.row.where.value for a in r.apply}
    if "accept" in story:
        assert story["accept"] in {a.row.accept for a in r.apply}
    assert set(story.get("links", ())) <= {f"{a.row.kind.value} {a.row.other}" for a in r.links}
    assert not set(story.get("links_not", ())) & {a.row.other for a in r.links}


TYPES = [f"D{n:02}" for n in range(1, 18)]


def _verdicts(found: Iterable[tuple[str, Any]], wanted: str) -> set[str]:
    return {code for code, verdict in found if verdict.value == wanted}


@pytest.mark.parametrize("story", stories("doors"))
def test_doors(story: Story, book: Rulebook):
    found = safety.doors(Facts.of(book, known(story), story["on"]))
    said = [(d.concept.code.removeprefix("door_"), d.verdict) for d in found]
    is_open, undecided = _verdicts(said, "yes"), _verdicts(said, "unknown")
    assert set(story.get("doors", ())) <= is_open, said
    assert set(story.get("doors_unknown", ())) <= undecided, said
    assert not set(story.get("doors_not", ())) & (is_open | undecided), said
    if "first_call" in story:
        first = min((d for d in found if d.verdict.value == "yes"), key=lambda d: d.concept.order)
        assert first.concept.call[0].number == story["first_call"]


@pytest.mark.parametrize("story", stories("report"))
def test_triage(story: Story, book: Rulebook):
    r = safety.triage(Facts.of(book, known(story), story["on"]), known(story))
    if "report" in story:
        assert r.report == story["report"]
    assert set(story.get("to", ())) <= set(r.to)
    verdict = Facts.of(book, known(story), story["on"]).verdict
    situations = {c.raises: c.code for c in book.triggers}
    for key, wanted in (("matters", {Verdict.YES}), ("matters_not", {Verdict.NO, Verdict.UNKNOWN})):
        assert all(verdict(situations[m]) in wanted for m in story.get(key, ())), r.matters
    texts = [c.row.text for c in r.cautions]
    for said in story.get("cautions", ()):
        assert any(w in t for w in any_of(said) for t in texts), texts
    for words in story.get("cautions_not", ()):
        assert not [t for t in texts if words in t]
    assert set(story.get("kinds", ())) <= {c.row.kind for c in r.cautions}


@pytest.mark.parametrize("story", stories("adult"))
def test_where_an_adult_goes(story: Story, book: Rulebook):
    facts = Facts.of(book, known(story), story["on"])
    bodies = {w for a in safety.adult_ways(facts) for w in a.row.who}
    assert set(story["adult"]) <= bodies, bodies
    assert not set(story["adult_not"]) & bodies, bodies
    assert not safety.doors(facts)
    assert safety.triage(facts, known(story)).report is safety.MustReport.NOT_A_MINOR


@pytest.mark.parametrize("story", stories("needs"))
def test_needs(story: Story, book: Rulebook):
    facts = Facts.of(book, known(story), story["on"])
    needs = [(n.concept.code, n.verdict) for n in safety.needs(facts, known(story))]
    types = [(d.concept.code, d.verdict) for d in safety.difficulties(facts)]
    assert set(story.get("needs", ())) <= _verdicts(needs, "yes"), needs
    assert set(story.get("difficulty", ())) <= _verdicts(types, "yes"), types
    open_needs, open_types = (_verdicts(x, "yes") | _verdicts(x, "unknown") for x in (needs, types))
    assert not set(story.get("needs_not", ())) & open_needs, needs
    assert not set(story.get("difficulty_not", ())) & open_types, types
    said = {d: facts.verdict(d).value for d in TYPES}
    assert {said[d] for d in story.get("difficulty_not", ())} <= {"no"}, "an unknown type is not refuted"
    assert {said[d] for d in story.get("difficulty_unknown", ())} <= {"unknown"}, said
    assert set(story.get("difficulty_open", ())) <= _verdicts(types, "unknown"), types


@pytest.mark.parametrize("story", stories("plan"))
def test_plan(story: Story, network: Network, book: Rulebook):
    moment = datetime.combine(day(story), time(10), SHANGHAI)
    asked = Referral(network, book, places.by_code(network, HERE[1]), known(story), moment)
    found = steps(asked)
    texts = [s.text for s in found]
    wanted = story.get("steps", [])
    assert len(found) >= len(wanted)
    assert all(words in text for words, text in zip(wanted, texts, strict=False)), texts
    assert all(s.citations for s in found if s.kind is StepKind.DUTY)
    assert not [t for t in texts for words in story.get("steps_not", ()) if words in t]
    assert set(story.get("undecided", ())) <= {s.code for s in found if s.open}
    assert set(story.get("ask_first", ())) <= set(asked.ask_first), asked.ask_first
