"""What is understood of a text: stories that a domain expert edits."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from api.responsibility.understood import advice
from knowledge.rulebook.book import Rulebook
from knowledge.rulebook.load import rulebook
from knowledge.understanding.signs import rows
from knowledge.understanding.told_facts import told_facts
from knowledge.understanding.understood import Understood, answered, counted, understand
from knowledge.words.meaning import LIKELY, SHOWN
from knowledge.words.phrasings import read
from tests.support.walks import every

Story = dict[str, Any]
FILE: dict[str, list[Story]] = tomllib.loads((Path(__file__).parent / "understood.toml").read_text("utf-8"))
STORIES = FILE["story"]
HARMLESS = [text for row in FILE["harmless"] for text in row["texts"]]
ON = date(2026, 11, 28)


each_story = every("story", STORIES, ids=[s["name"] for s in STORIES])


@cache
def understood(text: str) -> Understood:
    return understand(rulebook(), text, ON)


def heard(story: Story) -> Understood:
    """Once for all that is asked of a story."""
    return understood(story["text"])


@each_story
def test_facts_that_are_told_count_and_others_do_not(story: Story):
    u = heard(story)
    plain = {f.fact: f.value for f in u.facts if f.plain}
    assert {code: plain.get(code) for code in story.get("facts", {})} == story.get("facts", {})
    assert not set(story.get("silent", ())) & set(plain)
    assert set(story.get("guesses", ())) <= {f.fact for f in u.facts if not f.plain}
    assert not set(story.get("absent", ())) & {f.fact for f in u.facts}
    assert not set(story.get("uncounted", ())) & {f.fact for f in u.facts if f.counts}


@every("text", HARMLESS)
def test_a_word_of_harm_in_a_compound_that_does_none_tells_no_harm(text: str):
    """打工, 摸底: neither plainly nor as a guess, whoever does it."""
    assert [(f.fact, f.words) for f in told_facts(text, ON).facts if f.fact in rows().harms] == []


@each_story
def test_a_suspected_harm_counts_and_the_report_is_answered_while_no_matter_is_sure(story: Story):
    u = heard(story)
    suspected = {f.fact for f in u.facts if f.suspected}
    assert suspected == set(story.get("suspected", suspected))
    assert suspected <= {f.fact for f in counted(u.facts, {})}
    assert u.provisional is story.get("provisional", u.provisional)
    if u.danger.value == "told":
        assert u.provisional is (u.single is None)


@each_story
def test_words_stand_where_they_are_said_to_stand(story: Story):
    u = heard(story)
    spans = [(f.start, f.end, f.words) for f in u.facts] + [(p.start, p.end, p.words) for p in u.places]
    for start, end, words in spans:
        assert story["text"][start:end] == words != ""


@each_story
def test_places_and_the_speaker(story: Story):
    u = heard(story)
    assert set(story.get("places", ())) <= {p.words for p in u.places}
    if "speaker" in story:
        assert u.speaker is not None
        assert u.speaker.value == story["speaker"]


@each_story
def test_danger_and_matters(book: Rulebook, story: Story):
    u = heard(story)
    assert u.danger.value in story.get("danger", u.danger.value).split("|")
    shown = [m.code for m in u.matters[:SHOWN]]
    assert set(story.get("matters", shown)) & set(shown) or not shown
    assert u.nothing is story.get("nothing", u.nothing)
    if story.get("unharmed"):
        assert not [m for m in shown[:1] if book.matters[m].report or book.matters[m].danger]
    if u.danger.value == "told":
        assert [c for c in shown if book.matters[c].report], "a report matter is among the first where danger is told"
    assert not (u.nothing and u.danger.value != "none")


@pytest.mark.parametrize(
    "text", ["女儿20岁有抑郁症，想跳楼", "儿子22岁想自杀", "我今年19岁，爸爸喝醉酒打我", "21岁女儿被男友打到昏迷"]
)
def test_somebody_grown_in_danger_is_told_whom_to_call(book: Rulebook, text: str):
    u = understand(book, text, ON)
    assert u.grown
    assert "110" in (advice(u) or "")


@pytest.mark.parametrize("text", ["我19岁读大专，助学贷款怎么办", "女儿20岁想考公务员", "9岁的孩子被打伤了"])
def test_a_calm_matter_of_somebody_grown_is_none_of_it(book: Rulebook, text: str):
    assert not understand(book, text, ON).grown


def test_a_likely_matter_stands_on_the_sheet_where_none_is_sure(book: Rulebook):
    """Whatever else is told; below the share nothing is taken for the matter."""
    for row in list(read(Path(__file__).parent / "unread.csv"))[::9]:
        u = understand(book, row.text, ON)
        best = max(u.matters, key=lambda m: m.share, default=None)
        stands = best is not None and best.code in answered(book, u)
        if u.sure is None and best is not None and best.code != book.general.code:
            assert stands is (best.share >= LIKELY), row.text
