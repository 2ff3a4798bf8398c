"""Coverage at an hour and over the week, and what is uncovered, on the live network and on a draft."""

from datetime import date
from typing import Any

import pytest

from knowledge.rulebook.book import Rulebook
from network.responsibility.orphans import orphans
from network.snapshot import Network
from tests.api.coverage_queries import COVERAGE, REACH_AT, STREET, UNCOVERED, WEAK, WEEK, WHAT_IF, data, refused


async def test_a_draft_is_answered_apart_from_the_live_network(ask: Any, draft: str):
    live = await data(ask, COVERAGE, "coverage", code="B21")
    assert live["communities"] == 222
    assert any("演示数据" in n for n in live["notes"])
    own = await data(ask, COVERAGE, "coverage", code="B21", draft=draft)
    assert [(r["area"]["code"], r["state"], r["k"]) for r in own["rows"]["nodes"]] == [
        ("C1", "SERVED", 1), ("C2", "SERVED", 1),
    ]  # fmt: skip
    assert own["communitiesWithAtLeast"] == [2], "under 6 only the station takes the child"


async def test_what_is_applied_for_at_an_office_is_not_called_missing(ask: Any):
    basic = await data(ask, COVERAGE, "coverage", code="N04")
    assert "街道办事处" in basic["notes"][0]
    assert "不表示没有人办" in basic["notes"][0]
    assessed = await data(ask, COVERAGE, "coverage", code="N16")
    assert not any("不表示没有人办" in n for n in assessed["notes"])


async def test_one_request_draws_the_week(ask: Any, draft: str):
    own = await data(ask, WEEK, "weekCoverage", draft=draft, code="B21", regimes=["TERM"], band={"ageFrom": 6})
    (term,) = own["weeks"]
    assert [(d["day"], d["kind"]) for d in term["days"]] == [
        *((n, "SCHOOL_DAY") for n in range(5)), (5, "WEEKEND"), (6, "WEEKEND"),
    ]  # fmt: skip
    names = ("start", "end", "fewestPlaces", "communitiesWithAtLeast")
    assert [tuple(h[n] for n in names) for h in term["days"][2]["hours"]] == [
        (0, 9, 0, []), (9, 17, 1, [2, 1]), (17, 18, 0, [1]), (18, 24, 0, []),
    ]  # fmt: skip
    evening = term["days"][2]["hours"][2]
    assert evening["served"] == {"communities": 1, "minors": 180}, "its own place, till six"
    assert evening["none"] == {"communities": 1, "minors": 360}


async def test_an_hour_of_the_live_week_is_that_hour_asked_alone(ask: Any):
    live = await data(ask, WEEK, "weekCoverage", None, code="N13", area=STREET)
    assert [w["regime"] for w in live["weeks"]] == ["TERM", "VACATION", "HOLIDAY"]
    assert any("演示数据" in n for n in live["notes"])
    alone = await data(
        ask, COVERAGE.replace("code: $code,", f'code: $code, area: "{STREET}",'), "coverage", None, code="N13",
        hour={"regime": "VACATION", "weekday": 1, "hour": 15},
    )  # fmt: skip
    run = next(h for h in live["weeks"][1]["days"][1]["hours"] if h["start"] <= 15 < h["end"])
    assert live["communities"] == alone["communities"]
    assert run["communitiesWithAtLeast"] == alone["communitiesWithAtLeast"]
    assert [run[x["state"].lower()]["communities"] for x in alone["shares"]] == [
        x["communities"] for x in alone["shares"]
    ]


async def test_a_standard_is_inclusive_and_a_missing_way_is_none(ask: Any, draft: str):
    by = {"measure": "TRAVEL", "within": 10}
    own = await data(ask, COVERAGE, "coverage", code="B21", draft=draft, standard=by)
    assert [r["state"] for r in own["rows"]["nodes"]] == ["SERVED", "NONE"]


async def test_uncovered_is_exact(ask: Any, draft: str):
    own = await data(ask, UNCOVERED, "uncovered", codes=["B21"], draft=draft)
    # C1: under 6 the station alone: 504 − 2·5·8 = 424 hours × 6; from 6 the place till 18:00: 504 − 2·5·9 = 414 × 12
    # C2: the station alone: 424 × 18
    assert own["tuples"] == own["certain"] == 424 * 6 + 414 * 12 + 424 * 18
    office = await data(ask, UNCOVERED, "uncovered", codes=["B21"], draft=draft, hours=["Mo-Fr 09:00-17:00"])
    assert office["tuples"] == 0, "empty is the proof"
    assert office["gaps"]["nodes"] == []


async def test_matters_without_a_body_stand_beside_needs_without_a_place(
    ask: Any, draft: str, network: Network, book: Rulebook
):
    document = """query($codes: [String!], $area: String, $after: String, $draft: String) {
      uncovered(codes: $codes, area: $area, draft: $draft, on: "2026-11-23",
                hours: ["We 10:00-12:00"]) {
        tuples certain gaps(first: 100, after: $after) { totalCount pageInfo { hasNextPage endCursor }
          nodes { subject { code } area { code } count hours { text } missing { kind { code } area { code } role } }
            } } }"""
    here = "440104001007"
    above = {a.code for a in network.path(here)}
    every = orphans(network, book, date(2026, 11, 23))
    expected = {(o.matter.code, o.kind.code, o.area.code) for o in every if o.area.code in above}
    told, rows, after = set(), [], None
    while True:
        own = await data(ask, document, "uncovered", None, area=here, after=after)
        rows += own["gaps"]["nodes"]
        told |= {
            (n["subject"]["code"], m["kind"]["code"], m["area"]["code"])
            for n in own["gaps"]["nodes"]
            for m in n["missing"]
        }
        after = own["gaps"]["pageInfo"]["endCursor"]
        if not own["gaps"]["pageInfo"]["hasNextPage"]:
            break
    assert told == expected != set()
    assert {n["subject"]["code"][0] for n in rows} == {"M", "N"}, "needs and matters in one answer"
    assert sum(n["count"] for n in rows) == own["tuples"]
    assert len(rows) == own["gaps"]["totalCount"]
    one = await data(ask, document, "uncovered", None, area=here, codes=["M03"])
    assert [(n["subject"]["code"], n["count"]) for n in one["gaps"]["nodes"]] == [("M03", 4 * 18)], (
        "not in the holidays' week"
    )
    assert {n["subject"]["code"] for n in (await data(ask, document, "uncovered", draft=draft))["gaps"]["nodes"]} <= {
        f"N{n:02}" for n in range(1, 28)
    }, "a draft without offices is asked for matters by their codes"
    asked = await data(ask, document, "uncovered", draft=draft, codes=["M05"])
    assert asked["tuples"] == 2 * 2 * 2 * 18, "two communities, two hours in term and in vacation"


@pytest.mark.parametrize(
    ("document", "variables", "field"),
    [
        (COVERAGE, {"code": "N99"}, "need"),
        (COVERAGE, {"code": "N13", "hour": {"weekday": 7, "hour": 1}}, "hour"),
        (COVERAGE, {"code": "N13", "standard": {"measure": "STRAIGHT"}}, "within"),
        (COVERAGE, {"code": "N13", "standard": {"measure": "TELEPORT"}}, "standard.measure"),
        (UNCOVERED, {"hours": ["always"]}, "hours"),
        (WEEK, {"code": "N13", "regimes": ["SUMMER"]}, "regimes.0"),
        (WEEK, {"code": "N13", "regimes": []}, "regimes"),
        (WEAK, {"k": 2}, "hour"),
        (WHAT_IF, {"changes": []}, "changes"),
        (WHAT_IF, {"changes": [{"step": "CLOSE", "code": "nowhere"}]}, "changes.0.code"),
        (WHAT_IF, {"changes": [{"step": "EXPLODE", "code": "x"}]}, "changes.0.step"),
        (UNCOVERED, {"area": "999999999999"}, "area"),
    ],
)
async def test_bad_input_says_what_to_do(ask: Any, document: str, variables: dict[str, Any], field: str):
    code, said = await refused(ask, document, **variables)
    assert code == "BAD_USER_INPUT"
    assert said.startswith(f"{field}:"), said


async def test_every_need_at_one_hour_is_what_each_is_alone(ask: Any, draft: str):
    hour = {"weekday": 5, "hour": 22}
    every = await data(ask, REACH_AT, "reachAt", None, hour=hour)
    assert len(every) > 10
    for one in every[:3]:
        alone = await data(ask, COVERAGE, "coverage", code=one["subject"]["code"], hour=hour)
        counted = {s["state"]: s["communities"] for s in one["shares"]}
        assert counted == {s["state"]: s["communities"] for s in alone["shares"]}
    own = await data(ask, REACH_AT, "reachAt", draft=draft, codes=["B21"], hour=hour)
    assert [r["communities"] for r in own] == [2]
    assert (await refused(ask, REACH_AT, None, hour={"weekday": 5, "hour": 24}))[0] == "BAD_USER_INPUT"
