"""What operations leave in the audit: each path to a child, with the classes that were really opened."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from api.audit.chain import Keys
from api.audit.log import KEY
from api.audit.verify import entries, verify

YUEXIU = "440104000000"
CASES = "{ cases(first: 2) { nodes { code } } }"
CASE = """query C($case: String!) { referralOptions(case: $case) { case { read withheld } } }"""
HOLDERS = """{ responsibility(subject: {matter: "M29"}, at: {code: "440104001007"}) {
  chain { posts { holderName } } } }"""
GAPS = f'{{ entitlementGaps(area: "{YUEXIU}") {{ rows(first: 3) {{ nodes {{ __typename }} }} }} }}'
COVERAGE = f'{{ obligationCoverage(area: "{YUEXIU}", obligation: "O62") {{ known }} }}'


class Book:
    """The lines that have come since the last look."""

    def __init__(self, keys: Path) -> None:
        self.folder, self.keys = keys.parent / "audit", Keys.at(keys / KEY)
        self.seen = {str(line) for line in self._all()}

    def _all(self) -> list[Mapping[str, Any]]:
        return [line for line in entries(self.folder, self.keys) if "who" in line]

    def new(self) -> list[Mapping[str, Any]]:
        """By content, not by number: other processes write files of their own beside ours."""
        lines = [line for line in self._all() if str(line) not in self.seen]
        self.seen.update(map(str, lines))
        return lines


@pytest.fixture
def audited(keys: Path) -> Book:
    return Book(keys)


@pytest.mark.parametrize(
    ("query", "what"),
    [(CASES, "cases"), (HOLDERS, "responsibility"), (GAPS, "entitlementGaps"), (COVERAGE, "obligationCoverage")],
)
async def test_each_path_to_a_person_leaves_one_line(ask: Any, audited: Book, query: str, what: str):
    reply = await ask(query, "centre")
    assert "errors" not in reply
    (line,) = audited.new()
    assert (line["who"], line["role"], line["what"], line["outcome"]) == ("demo-centre", "centre", [what], "answered")
    assert line["ids"]
    assert line["purpose"]


async def test_the_classes_in_the_line_are_those_that_were_opened(ask: Any, audited: Book):
    case = (await ask(CASES, "director"))["data"]["cases"]["nodes"][0]["code"]
    audited.new()
    used = (await ask(CASE, "director", case=case))["data"]["referralOptions"]["case"]
    (line,) = audited.new()
    assert set(line["classes"]) == {"F1", *used["read"]}
    assert not set(line["classes"]) & set(used["withheld"])
    assert audited.keys.id_of(case) in line["ids"]


async def test_a_refusal_leaves_a_line_and_a_stranger_a_count(ask: Any, audited: Book):
    await ask(CASES, "planner")
    (line,) = audited.new()
    assert (line["outcome"], line["ids"]) == ("FORBIDDEN", [])
    await ask(CASES)
    assert [line for line in audited.new() if line["what"] != ["refused"]] == []  # counts of the minute before


async def test_what_opens_nothing_leaves_nothing(ask: Any, audited: Book):
    await ask("{ areas(first: 1) { nodes { code } } hotlines { number } }", "centre")
    assert audited.new() == []


async def test_nothing_is_shown_or_changed_that_cannot_be_written(
    ask: Any, audited: Book, monkeypatch: pytest.MonkeyPatch
):
    def full(_descriptor: int) -> None:
        raise OSError(28, "no space")

    with monkeypatch.context() as m:
        m.setattr(os, "fdatasync", full)
        for query in (CASES, CASE, 'mutation { deleteDraft(input: {name: "none"}) { __typename } }'):
            variables = {"case": "case-demo-0001"} if query is CASE else {}
            reply = await ask(query, "centre", **variables)
            assert reply.get("data") is None
            assert reply["errors"][0]["extensions"]["reason"] == "audit.unwritable"
    assert "errors" not in await ask(CASES, "centre")
    assert [line["what"] for line in audited.new()] == [["cases"]]
    assert verify(audited.folder, audited.keys).sound
