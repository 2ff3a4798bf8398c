"""A message is worded for whoever reads it; a language is one file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.language import chosen
from knowledge.errors import plain
from knowledge.messages.message import FEW, Few, Lines, complete, languages, message, of_row, preferred, speaking
from knowledge.vocabulary import Role, Severity
from tests.french import french


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", "zh"), ("en", "en"), ("en-GB,en;q=0.9", "en"), ("zh-CN,zh;q=0.9,en;q=0.8", "zh"), ("fr, en;q=0.5", "en"),
        ("fr", "zh"), ("*", "zh"), ("en;q=0", "zh"), ("en;q=x", "zh"), ("zh;q=0.2,en;q=0.4", "en"),
    ],
)  # fmt: skip
def test_the_best_language_of_the_header_is_taken(header: str, expected: str):
    assert preferred(header) == expected


def test_a_message_is_worded_for_whoever_reads_it():
    said = message("input.not_allowed", allowed=("a", "b"))
    assert str(said) == "不认识这个值，请用其中之一：a、b。"
    with speaking("en"):
        assert str(said) == "Unknown value: use one of a, b."
    with speaking("xx"):
        assert str(said) == said.text("zh")


def test_messages_within_a_message_are_worded_with_it_and_lines_stand_apart():
    parts = Lines((message("kind.area"), message("kind.case")))
    said = message("draft.wrong", problems=parts)
    assert said.text("zh") == "区划\n个案"
    assert said.text("en") == "area\ncase"
    with speaking("en"):
        assert plain(said.params) == {"problems": ["area", "case"]}


def test_of_many_values_the_first_are_said_and_how_many_more_there_are():
    facts = [f"f{n}" for n in range(FEW + 27)]
    many, few = (message("eligibility.ask", facts=Few(facts[:n])) for n in (len(facts), FEW))
    assert many.text("zh") == "先问f0、f1、f2，另有27项"
    assert many.text("en").endswith("f0, f1, f2 and 27 more")
    assert few.text("zh") == "先问f0、f1、f2"


def test_a_label_is_worded_for_whoever_reads_it():
    assert (Severity.SHORT.label, Role.HANDLER.label) == ("未达方案要求", "受理处置")
    with speaking("en"):
        assert (Severity.SHORT.label, Role.HANDLER.label) == (
            "short of what the plan requires",
            "receives and handles",
        )
    assert Severity.SHORT.label == Severity.SHORT.zh


@pytest.fixture
def third(tmp_path: Path) -> Iterator[None]:
    with french(tmp_path):
        yield


@pytest.mark.usefixtures("third")
def test_a_third_language_needs_one_file_and_falls_back_where_it_lacks_a_sentence():
    assert languages() == ("zh", "en", "fr")
    assert (preferred("fr-CA, en;q=0.8"), chosen({"LANG": "fr_FR.UTF-8"})) == ("fr", "fr")
    with speaking("fr"):
        assert str(message("input.not_allowed", allowed=("a", "b"))) == "Valeur inconnue : a, b."
        assert str(message("kind.case")) == "个案"
        assert (Role.HANDLER.label, Role.COOPERATES.label) == ("traite", "参与")
        assert (of_row("事实", "fact"), complete("fr", "kind.")["kind.area"]) == ("事实", "zone")
        assert complete("fr").keys() - complete("zh").keys() == {"label.Role.handler"}
