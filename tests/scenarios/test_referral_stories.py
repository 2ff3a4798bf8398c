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
from tests.scenarios.referral_stories import HERE, Story, any_of, day, known, stories
from tests.support.walks import every


@every("story", stories("service"))
def test_eligibility(story: Story, book: Rulebook):
    r = eligible(book, story["service"], known(story), story["on"])
    failing = r.failing.row.text if r.failing else None
    assert r.fit.value == story["fit"], (r.missing, r.verify, failing)
    for said in story.get("missing", ()):
        assert set(any_of(said)) & set(r.missing), r.missing
    if story.get("verify"):
        assert r.verify
    if "first" in story:
        assert {s.code for f in r.first for s in f.services} == set(story["first"])
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


@every("story", stories("doors"))
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


@every("story", stories("report"))
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


@every("story", stories("needs"))
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
