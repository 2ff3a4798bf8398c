"""Asked in English, the service answers in English: only names and the words of rules and statutes are Chinese."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from api.access.tokens import issue
from api.examples import examples
from loaders.shipped import yuexiu
from network.entities import NetworkVersion
from network.snapshot import Network
from network.snapshot import network as index
from web.parts.asking import documents

ROOT = Path(__file__).parents[2]
CHINESE = re.compile(r"[\u3000-\u3009\u300c-\u303f\u3400-\u9fff\uff00-\uffef]")
"""Letters and punctuation of Chinese, without the brackets of a title."""
PARTS = re.compile(r"[；。]")
"""A step says the first sentence of a rule."""
SUBJECT = re.compile(r"[：；，。（(]")
"""A closed fold names the words of a rule before the first mark."""
OURS = ("messages", "situation", "words", "understanding", "coverage")
"""Folders of knowledge/ whose Chinese has English beside it, or is no text of a rule."""
SHIPPED = index(NetworkVersion(0, None), yuexiu.areas(), (), (), ())
AT, STREET, MATTER = {"name": "三眼井社区"}, "440104001000", {"matter": "M08"}
CHILD = {
    "age": 9, "sex": "FEMALE", "unattended": True, "fatherState": "IMPRISONED", "hukou": "LOCAL", "reporter": "SCHOOL",
    "disability": True, "domesticViolence": True,
}  # fmt: skip
WORDS = "女儿12岁，爸爸喝酒就打她"
TIME = "2026-11-25T10:00:00+08:00"
SITING = {"objective": "MAX_COVER", "codes": ["N16", "N04"], "area": STREET, "k": 2}
TRACE = """query($at: PlaceInput!, $situation: SituationInput, $subject: SubjectInput!, $time: DateTime!) {
  responsibility(subject: $subject, at: $at, situation: $situation, start: $time) {
    place { how } disagreement textsElsewhere absentTexts
    path { nodes { label } edges { label } }
    deadlines { unitLabel notice dueNote condition }
    sanctions { condition } safeguards { condition }
    missingFacts { fact { label question values { label } } outcomes { values { label } } }
    chain { posts { kindLabel } points { hoursLabel } }
  }
  referralOptions(at: $at, situation: $situation, atTime: $time) {
    path { nodes { label } edges { label } }
    sheet { text(opened: true) }
    asText
    needs { offers { leftOut { text } counters { note } eligibility {
      sentence verify first { text } requirements { ways failing verify missingFacts { label } }
      questions { fact { label } outcomes { values { label } } } routes { condition } materials { condition } } } }
  }
}"""
CHANGED = """query($situation: SituationInput) {
  eligibility(service: "B04", situation: $situation, on: ["2026-06-30", "2026-07-01"]) { changes results { sentence } }
}"""
UNCOVERED = (
    'query($area: String) { uncovered(area: $area, codes: ["N16"]) { gaps(first: 5) { nodes { hours { text } } } } }'
)
PLANNED = {"area": STREET, "changes": [], "question": SITING, "code": "N16", "first": 5}
ASKED: dict[str, dict[str, Any]] = {
    "Viewer": {}, "Facts": {}, "LoadTopics": {}, "NetworkWords": {}, "Acts": {}, "Kinds": {}, "Documents": {},
    "Services": {}, "Areas": {"parent": STREET}, "Tiers": PLANNED, "FindingCounts": PLANNED, "Findings": PLANNED,
    "NetworkWeek": PLANNED, "WeakPoints": PLANNED, "PointClosed": PLANNED, "Emergency": {"safe": False},
    "Points": {"first": 20}, "Posts": PLANNED, "WhatIf": PLANNED, "NextPoints": PLANNED,
    "GoalsReport": {"area": STREET}, "Duty": {"area": STREET, "obligation": "O01"},
    "Things": {"area": STREET, "obligation": "O20", "first": 20},
    "Gaps": {"area": STREET}, "Sheet": {"at": AT, "situation": CHILD, "atTime": TIME, "limit": 3},
    "Cases": {"search": ""}, "CasesByName": {"name": "某某", "purpose": "referral"},
    "Responsible": {"subject": MATTER, "at": AT, "situation": CHILD, "start": TIME},
    "Understand": {"text": WORDS}, "Matters": {"first": 20},
    "May": {"act": {"text": "让未成年人进网吧"}, "bodyKind": "网吧"},
    "WhyNot": {"subject": {"matter": "M36"}, "at": AT, "bodyKind": "street_station"},
    "DutiesOf": {"bodyKind": "school", "first": 20}, "Offices": {"bodyKind": "school", "first": 5},
    "RuleMatters": {"first": 20}, "ServiceRules": {"service": "B04"}, "Clause": {"code": "plan:三(二)1(3)"},
    "FindClauses": {"search": "家访", "first": 3}, "Changes": {"from": "2026-01-01", "to": "2026-12-31"},
}  # fmt: skip
"""The operations of the pages, with variables; the others are about drafts, files and jobs."""
PLANNED_BY = {"NetworkWeek", "WeakPoints", "PointClosed", "WhatIf", "NextPoints", "uncovered"}
"""Operations that a planner may use."""
QUESTIONS: list[tuple[str, str, dict[str, Any]]] = [
    *((name, documents()[name], variables) for name, variables in ASKED.items()),
    *((example.title.code, example.query, dict(example.variables or {})) for example in examples(SHIPPED)),
    ("trace", TRACE, {"at": AT, "situation": {"age": 13, "pregnant": True}, "subject": MATTER, "time": TIME}),
    ("changed", CHANGED, {"situation": {"birthDate": "2010-01-01", "noMeans": True, "hukou": "LOCAL"}}),
    ("uncovered", UNCOVERED, {"area": STREET}),
]
VERBATIM = {
    "paragraphs": "text of a statute",
    "heading": "text of a statute",
    "article": "number of an article, as the text has it",
    "version": "name of a version of a text",
    "words": "what was asked",
    "unused": "what was asked",
    "content": "a template of a file",
    "columns": "headings of a file",
    "pseudonym": "name of a record",
    "holderName": "name of a record",
    "caseStatus": "as the file has it",
}
"""Fields that carry the words of statutes, of files or of whoever asks."""


def leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """The texts with Chinese in a value, each with the fields that lead to it."""
    if isinstance(value, str) and CHINESE.search(value):
        yield path, value
    elif isinstance(value, Mapping):
        for name, part in value.items():
            yield from leaves(part, (*path, str(name)))
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from leaves(part, path)


@pytest.fixture(scope="session")
def known(network: Network) -> list[str]:
    """The names and sentences of all rows of the rules and of the network, the longest first."""
    folder = ROOT / "knowledge"
    rows = [tomllib.loads(p.read_text("utf-8")) for p in folder.rglob("*.toml") if p.parent.name not in OURS]
    records: tuple[Any, ...] = (
        *network.areas.values(),
        *network.bodies.values(),
        *network.points.values(),
        *network.posts.values(),
    )
    made = [asdict(record) for record in records]
    texts = {text for _, text in leaves([*rows, *made])}
    parts = {part for text in texts for part in (*PARTS.split(text), SUBJECT.split(text)[0]) if len(part) > 1}
    return sorted(texts | parts, key=len, reverse=True)


def left(text: str, known: list[str]) -> str:
    """The Chinese of a text that is in no row; a line of a closed fold is cut."""
    text = "\n".join(line for line in text.splitlines() if not line.endswith("…"))
    for name in known:
        if name in text:
            text = text.replace(name, "")
            if not CHINESE.search(text):
                break
    return "".join(CHINESE.findall(text))


@pytest.fixture(scope="session")
def point(network: Network) -> str:
    """A service point of the street."""
    return next(p.id for p in network.points.values() if p.area.startswith(STREET[:9]))


@pytest.mark.parametrize(("name", "query", "variables"), QUESTIONS, ids=[name for name, *_ in QUESTIONS])
async def test_an_answer_in_english_has_no_chinese_sentence_of_ours(
    client: Any, settings: Any, known: list[str], point: str, name: str, query: str, variables: dict[str, Any]
):
    changed = {"changes": [{"step": "CLOSE", "code": point}]} if "changes" in variables else {}
    role = "planner" if name in PLANNED_BY else "centre"
    headers = {"authorization": f"Bearer {issue(settings, f'demo-{role}')}", "accept-language": "en"}
    body = {"query": query, "variables": variables | changed}
    reply = (await client.post("/graphql", json=body, headers=headers)).json()
    assert "errors" not in reply, reply["errors"]
    texts = {(path[-1], text) for path, text in leaves(reply["data"]) if not VERBATIM.keys() & set(path)}
    rows = set(known)
    strange = {(field, text): left(text, known) for field, text in texts if text not in rows}
    assert {where: chinese for where, chinese in strange.items() if chinese} == {}
