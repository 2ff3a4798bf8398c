"""A row that states a condition of the child or its household asks for it: the fact stands in `when`."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.support import readings
from tests.support.walks import every

TABLE = tomllib.loads((Path(__file__).parent / "stated_conditions.toml").read_text("utf-8"))
KINDS = ("duty", "deadline", "step", "safeguard", "sanction", "caution", "task", "norm")
BRACKETS = re.compile("（[^）]*）")
LEAD = re.compile(
    "^[^，；：]*(?:，[^，；：]*)*?(?:的|时|后)(?=[，：])|^违反[^，；：]*保护令(?=：)"
    "|^[对为给][^，；：]{2,40}的(?:未成年人|孩子|学生|家庭|儿童)|^[^，；：]{2,24}的孩子(?=：)"
)
REPORT = re.compile("立即(?:向|报)|报告?公安|报案|110|120")
"""Reporting errs to the child's side: it is never left for a fact that is still to be asked for."""


@dataclass(frozen=True)
class StatedRow:
    """A row, what it says, and the facts that stand for it: its own and those of its matter."""

    owner: str
    kind: str
    text: str
    facts: frozenset[str]
    subject: str
    """The name of its matter or act: of what that speaks, the row speaks for every child of the matter."""

    def leads(self) -> tuple[str, ...]:
        """The conditions with which its clauses begin; none if a clause has no condition."""
        clauses = [c for c in re.split("[；。]", BRACKETS.sub("", self.text)) if c.strip()]
        found = [LEAD.match(c) for c in clauses]
        return tuple(m.group() for m in found if m) if all(found) else ()


@cache
def acts() -> Mapping[str, str]:
    tables = (tomllib.loads(p.read_text("utf-8")) for p in readings.KNOWLEDGE.glob("norms/*.toml"))
    return {a["code"]: a["name"] for t in tables for a in t.get("act", ())}


@cache
def stated() -> tuple[StatedRow, ...]:
    """All rows of the kinds that tell somebody what to do."""
    return tuple(_stated())


def _stated() -> Iterator[StatedRow]:
    for path in readings.files():
        given: set[str] = set()
        name = ""
        for unit in readings.units(path):
            c = unit.content
            if unit.kind == "matter":
                danger = c.get("danger", {})
                given = {*c.get("given", {}), *(danger if isinstance(danger, Mapping) else ("life_danger",))}
                name = c["name"]
            elif unit.kind in KINDS:
                own = path.parent.name == "matters"
                subject = name if own else acts().get(c.get("act", ""), "")
                text = c.get("text") or c.get("act", "")
                yield StatedRow(
                    unit.owner, unit.kind, text, frozenset({*c.get("when", {}), *(given if own else ())}), subject
                )


def unasked(row: StatedRow) -> list[str]:
    """The first condition that the row states and asks for nowhere."""
    if REPORT.search(row.text):
        return []
    for lead in row.leads():
        words = [w for w in TABLE["word"] if re.search(w["lead"], lead)]
        if not words:
            return []
        if any(row.facts & set(w["kin"]) or re.search(w.get("subject", w["lead"]), row.subject) for w in words):
            return []
    return list(row.leads()[:1])


def exempt(row: StatedRow) -> bool:
    return any(e["owner"] == row.owner and e["text"] in row.text for e in TABLE["exempt"])


def test_a_condition_without_its_fact_is_seen():
    row = StatedRow("M34", "duty", "违反保护令尚不构成犯罪的：训诫", frozenset({"domestic_violence"}), "人身安全保护令")
    words = "监护人拒绝、怠于履行监护职责的，劝诫"
    assert unasked(StatedRow("M69", "duty", words, frozenset(), "网络沉迷"))
    assert not unasked(StatedRow("M69", "duty", words, frozenset({"guardian_state"}), "网络沉迷"))
    assert not unasked(StatedRow("M25", "duty", words, frozenset(), "监护人怠于家庭教育的劝诫督促"))
    assert not unasked(StatedRow("M69", "duty", f"{words}；帮助孩子", frozenset(), "网络沉迷"))
    assert not unasked(StatedRow("M69", "duty", "孩子受到家庭暴力的，立即报告公安", frozenset(), "网络沉迷"))
    assert unasked(row)


def test_a_condition_that_a_row_states_stands_in_its_when():
    """Where a clause states none the row holds without it, and its words say the rest."""
    assert [(r.owner, r.kind, r.text) for r in stated() if unasked(r) and not exempt(r)] == []


@every("e", TABLE["exempt"], ids=lambda e: f"{e['owner']} {e['text']}")
def test_what_is_exempt_is_needed_and_has_a_reason(e: Mapping[str, str]):
    assert e["reason"]
    assert any(unasked(r) for r in stated() if r.owner == e["owner"] and e["text"] in r.text)


def spoken(content: Mapping[str, Any], name: str) -> str:
    """All words beside a condition: quotes, the row's own, its note, the name of its matter."""
    quotes = (c["quote"] for c in content.get("cite", ()))
    own = (str(content.get(k, "")) for k in ("text", "act", "event", "note"))
    return " ".join((*quotes, *own, name))


def silent(content: Mapping[str, Any], given: set[str], name: str) -> list[str]:
    """The facts that a row asks for and nothing of it speaks of."""
    words = spoken(content, name)
    said = TABLE["said"]
    return [f for f in content.get("when", {}) if f in said and f not in given and not re.search(said[f], words)]


def test_a_condition_of_which_nothing_speaks_is_seen():
    row = {"text": "登记", "when": {"begging": True}, "cite": [{"clause": "HK/7", "quote": "申报出生登记"}]}
    assert silent(row, set(), "没有户口") == ["begging"]
    assert not silent({**row, "note": "流浪乞讨的也这样，是推定"}, set(), "没有户口")


def test_no_row_asks_for_what_neither_article_nor_words_nor_note_speak_of():
    """A `when` beyond the article hides a duty: the row's own words say the case, or a note that it is presumed."""
    found = []
    for path in readings.files():
        given, name = set[str](), ""
        for unit in readings.units(path):
            if unit.kind == "matter":
                given, name = set(unit.content.get("given", {})), unit.content["name"]
            elif unit.kind in KINDS:
                found += [(unit.row, f) for f in silent(unit.content, given, name)]
    assert found == []


APART = re.compile("但是?[，,]?|除.{0,24}(?:以外|外)，|.*除外")
"""How a sentence begins that takes back a part of the sentence before it."""


def taken_back(cites: list[dict[str, str]]) -> Iterator[tuple[str, str]]:
    """Exceptions in one of the two sentences after a quote that nothing of the row quotes."""
    quoted = "".join(c["quote"] for c in cites)
    for c in cites:
        for para in "\n".join(readings.texts().get(c["clause"], ())).split("\n"):
            rest = para.split(c["quote"], 1)[1] if c["quote"] in para else ""
            after = [s.strip() for s in re.split("[。；]", rest)[1:3]]
            yield from ((c["clause"], s) for s in after if s and APART.match(s) and s not in quoted)


def test_an_exception_in_a_sentence_of_its_own_is_seen():
    cite = {"clause": "XS/285", "quote": "审判的时候被告人不满十八周岁的案件，不公开审理"}
    (found,) = taken_back([cite])
    assert found[1].startswith("但是")
    assert not list(taken_back([cite, {"clause": "XS/285", "quote": found[1]}]))


def test_an_exception_in_a_sentence_of_its_own_is_quoted_or_is_of_something_else():
    found = {
        (unit.owner, clause)
        for path in readings.files()
        for unit in readings.units(path)
        for cites in readings.citations(unit.content)
        for clause, _ in taken_back(cites)
    }
    assert found == {(e["owner"], e["clause"]) for e in TABLE["apart"]}
    assert all(e["reason"] for e in TABLE["apart"])
