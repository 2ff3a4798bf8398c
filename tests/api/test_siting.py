"""Where the next points should stand: asked live and on a draft, proven, and polled where it takes long."""

from typing import Any

import pytest

from api.siting.types import NextPoints

NEXT = """query($question: SitingInput!, $draft: String) {
  nextPoints(question: $question, draft: $draft) { __typename ... on NextPoints {
    proof value bound gap unique alternative covered newlyCovered { areaCode code } uncovered { areaCode code }
      unreachable { areaCode code } unmet stopped
    notHosted { ...Offer } gains { k value gain }
    actions { code premises text covers { areaCode code } areaCode offers { ...Offer } } } ... on Job { id status } } }
  fragment Offer on SitingOffer { code name offered how howLabel text clauses }"""
PUT = (
    "mutation($name: String!, $draft: DraftInput!) { putDraft(input: {name: $name, draft: $draft}) { draft { name } } }"
)
AREAS = [
    {"code": "D", "level": "DISTRICT"}, {"code": "S", "level": "STREET", "parent": "D"},
    *({"code": f"C{n}", "parent": "S", "minors": 100 * n} for n in range(1, 5)),
]  # fmt: skip


def candidate(key: str, *serves: str) -> dict[str, Any]:
    return {"code": key, "area": serves[0], "serves": list(serves), "services": ["B21"]}


DRAFT = {
    "areas": AREAS,
    "points": [candidate("old", "C1") | {"hours": ["24/7"]}],
    "candidates": [candidate("a", "C2", "C3"), candidate("b", "C3", "C4"), candidate("c", "C2"), candidate("d", "C4")],
}


@pytest.fixture(scope="session")
async def draft(ask: Any) -> str:
    assert "errors" not in await ask(PUT, "planner", name="选址", draft=DRAFT)
    return "选址"


def pairs(rows: list[dict[str, str]]) -> set[str]:
    return {f"{r['areaCode']}/{r['code']}" for r in rows}


async def best(ask: Any, draft: str | None, **question: Any) -> Any:
    reply = await ask(NEXT, "planner", draft=draft, question={"codes": ["B21"], **question})
    assert "errors" not in reply, reply
    found = reply["data"]["nextPoints"]
    assert found["__typename"] == "NextPoints"
    return found


async def test_full_coverage_with_the_fewest(ask: Any, draft: str):
    found = await best(ask, draft, objective="COVER_ALL")
    assert (found["proof"], found["value"]) == ("OPTIMAL", 2)
    assert {d for a in found["actions"] for d in pairs(a["covers"])} == {"C2/B21", "C3/B21", "C4/B21"}
    assert found["unique"] is False, "a+b, a+d, c+b all do"
    assert found["uncovered"] == found["unreachable"] == []


async def test_one_place_for_the_most_children(ask: Any, draft: str):
    found = await best(ask, draft, objective="MAX_COVER", k=1, unit="MINORS")
    assert [a["code"] for a in found["actions"]] == ["b"]
    assert found["value"] == 100 + 300 + 400
    assert found["unique"] is True
    assert pairs(found["newlyCovered"]) == {"C3/B21", "C4/B21"}
    assert "新覆盖C3、C4" in found["actions"][0]["text"]


async def test_each_further_place_and_when_to_stop(ask: Any, draft: str):
    found = await best(ask, draft, objective="MAX_COVER", k=4, stopGain=0)
    assert [(g["k"], g["gain"]) for g in found["gains"]] == [(1, 2.0), (2, 1.0)]
    assert found["stopped"] == 2


async def test_live_premises_come_before_new_buildings(ask: Any):
    found = await best(ask, None, objective="MAX_COVER", k=3, codes=["N18"], unit="PAIR")
    assert found["proof"] == "CONDITIONAL", "the hours of the places that give it now are unknown"
    assert all(a["premises"] for a in found["actions"]), [a["text"] for a in found["actions"]]


async def test_what_no_place_may_give_is_said_in_words(ask: Any):
    found = await best(ask, None, objective="MAX_COVER", k=1, codes=["N04", "N14", "N24"], capacitated=True)
    assert [(o["code"], o["how"], o["offered"]) for o in found["notHosted"]] == [
        ("N04", "OFFICE", False), ("N14", "OFFICE", False),
    ]  # fmt: skip
    assert {pair["code"] for pair in found["unreachable"]} == {"N04", "N14"}
    for action in found["actions"]:
        assert {pair["code"] for pair in action["covers"]} <= {"N24"}
        assert [o["offered"] for o in action["offers"]] == [False, False, True]


async def test_a_draft_is_told_what_its_candidates_may_give(ask: Any):
    mixed = [
        candidate("school", "C1") | {"bodyKind": "school", "services": []},
        candidate("hall", "C2") | {"services": []},
    ]
    await ask(PUT, "planner", name="混合", draft={"areas": AREAS, "candidates": mixed})
    found = await best(ask, "混合", objective="COVER_ALL", codes=["B16", "B23", "N16"])
    covers = {a["code"]: pairs(a["covers"]) for a in found["actions"]}
    assert covers == {"hall": {"C2/N16"}, "school": {"C1/B23"}}
    ((refused,),) = [[o for o in a["offers"] if o["code"] == "B23"] for a in found["actions"] if a["code"] == "hall"]
    assert refused["how"] == "ELSEWHERE"
    assert "规则点名的是学校" in refused["text"]
    assert [o["code"] for o in found["notHosted"]] == ["B16"]


def test_a_job_of_an_older_program_can_still_be_read():
    action = {"key": "a", "premises": True, "area": "C", "text": "", "covers": ["C/N24"]}
    raw: dict[str, Any] = {"objective": "max_cover", "unit": "pair", "proof": "optimal", "actions": [action]}
    raw |= dict.fromkeys(("value", "bound", "gap", "covered", "unmet"), 0)
    raw |= dict.fromkeys(("newly_covered", "uncovered", "unreachable", "gains"), ())
    raw |= dict.fromkeys(("unique", "alternative", "stopped"))
    found = NextPoints.of(raw)
    (action_,) = found.actions
    assert (found.not_hosted, action_.offers) == ([], [])
    assert [(x.area_code, x.code) for x in action_.covers] == [("C", "N24")]


async def test_what_no_candidate_can_cover_is_told_apart(ask: Any, draft: str):
    found = await best(ask, draft, objective="COVER_ALL", candidates=["c"])
    assert pairs(found["unreachable"]) == {"C3/B21", "C4/B21"}
    assert [a["code"] for a in found["actions"]] == ["c"]


@pytest.mark.parametrize(
    ("question", "field"),
    [
        ({"objective": "BEST", "codes": ["B21"]}, "question.objective"),
        ({"objective": "MAX_COVER", "codes": ["B21"]}, "k"),
        ({"objective": "MAX_COVER", "codes": ["B21"], "k": -1}, "k"),
        ({"objective": "MAX_COVER", "codes": [], "k": 1}, "codes"),
        ({"objective": "MAX_COVER", "codes": ["B21", "B22"], "k": 1, "unit": "COMMUNITY"}, "unit"),
        ({"objective": "MAX_COVER", "codes": ["B21"], "k": 1, "unit": "CATS"}, "question.unit"),
        ({"objective": "MAX_COVER", "codes": ["B21"], "k": 1, "candidates": ["nowhere"]}, "candidates"),
        ({"objective": "MAX_COVER", "codes": ["B21"], "k": 1, "equity": 2}, "equity"),
    ],
)
async def test_a_wrong_question_says_which_field(ask: Any, question: dict[str, Any], field: str):
    (error,) = (await ask(NEXT, "planner", question=question))["errors"]
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert error["extensions"]["field"] == field


async def test_the_public_does_not_compute(ask: Any):
    (error,) = (await ask(NEXT, None, question={"objective": "COVER_ALL", "codes": ["B21"]}))["errors"]
    assert error["extensions"]["code"] == "UNAUTHENTICATED"
