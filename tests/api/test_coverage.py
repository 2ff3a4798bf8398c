"""Does the network hold: asked as a planner asks it, live and on a draft of her own."""

from datetime import date
from typing import Any

import pytest

from knowledge.rulebook.book import Rulebook
from network.responsibility.orphans import orphans
from network.snapshot import Network

STREET = "440104001000"
DISTRICT = "440104000000"

CONFORMANCE = """query($area: String, $severity: String, $after: String, $first: Int) {
  networkConformance(area: $area, severity: $severity, after: $after, first: $first, on: "2026-11-23") {
    totalCount pageInfo { hasNextPage endCursor } severities { severity { code } count }
    nodes { check severity { code } key object text mend citations { clause quote } } } }"""
COVERAGE = """query($code: String!, $network: String! = "live", $hour: HourInput, $standard: StandardInput) {
  coverage(code: $code, network: $network, hour: $hour, standard: $standard) {
    communities kCover unlocated notes shares { state { code } communities minors }
    rows { area { code } state { code } k places way } } }"""
UNCOVERED = """query($codes: [String!], $network: String! = "live", $hours: [String!], $area: String) {
  uncovered(codes: $codes, network: $network, hours: $hours, area: $area, first: 100) {
    tuples certain rows { totalCount nodes { code ageFrom ageUnder count area { code } hours { text } } } } }"""
WEAK = """query($network: String! = "live", $hour: HourInput, $k: Int, $codes: [String!]) {
  singlePointsOfFailure(network: $network, hour: $hour, k: $k, codes: $codes) {
    places { point { key confidential lon } tuples communities minors cut { code } }
    persons { holder posts } bodies { body matters } articulation pieces worst { points lost covered proven } } }"""
WHAT_IF = """query($changes: [ChangeInput!]!, $network: String! = "live", $codes: [String!]) {
  whatIf(changes: $changes, network: $network, codes: $codes, on: "2026-11-23") {
    before after minorsLost minorsWon newlyUncovered { code count } newlyCovered { code count }
    newFindings { check key } mended { check key } } }"""
WEEK = """query($code: String!, $network: String! = "live", $regimes: [String!], $area: String, $band: AgeBandInput) {
  weekCoverage(code: $code, network: $network, regimes: $regimes, area: $area, ageBand: $band) {
    communities notes weeks { regime { code } days { day kind { code } hours { start end minK kCover
      served { communities minors } full { communities } unknown { communities }
      none { communities minors } } } } } }"""
PUT = "mutation($name: String!, $draft: DraftInput!) { putDraft(name: $name, draft: $draft) { name owner } }"

DRAFT: dict[str, Any] = {
    "areas": [
        {"code": "D", "name": "试验区", "level": "district"},
        {"code": "S", "name": "试验街", "level": "street", "parent": "D"},
        {"code": "C1", "name": "一社区", "parent": "S", "minors": 180},
        {"code": "C2", "name": "二社区", "parent": "S", "minors": 360},
    ],
    "points": [
        {"key": "centre", "area": "D", "serves": ["D"], "kind": "rescue_centre", "tier": "district",
         "services": ["B16"], "hours": ["24/7"], "capacity": 5, "load": 0, "staff": 1},
        {"key": "station", "area": "S", "serves": ["S"], "kind": "street_station", "tier": "street",
         "services": ["B21"], "hours": ["Mo-Fr 09:00-17:00"], "capacity": 3, "load": 0, "staff": 2},
        {"key": "place1", "area": "C1", "serves": ["C1"], "tier": "community", "services": ["B21"],
         "hours": ["Mo-Fr 09:00-18:00"], "ageFrom": 6},
    ],
    "posts": [{"kind": "director", "area": "C1", "holder": "w1"}, {"kind": "supervisor", "area": "S", "holder": "w2"}],
    "demand": [{"area": "C1", "code": "B21", "children": 2}, {"area": "C2", "code": "B21", "children": 4}],
    "candidates": [{"key": "place2", "area": "C2", "serves": ["C2"], "tier": "community", "services": ["B21"],
                    "hours": ["24/7"]}],
    "travel": [{"area": "C1", "point": "station", "cost": 10}, {"area": "C2", "point": "station", "cost": 11}],
}  # fmt: skip


@pytest.fixture(scope="session")
async def draft(ask: Any) -> str:
    reply = await ask(PUT, "planner", name="试验", draft=DRAFT)
    assert reply["data"]["putDraft"] == {"name": "试验", "owner": "demo-planner"}
    return "试验"


async def data(ask: Any, document: str, field: str, role: str | None = "planner", **variables: Any) -> Any:
    reply = await ask(document, role, **variables)
    assert "errors" not in reply, reply
    return reply["data"][field]


async def refused(ask: Any, document: str, role: str | None = "planner", **variables: Any) -> tuple[str, str]:
    (error,) = (await ask(document, role, **variables))["errors"]
    return error["extensions"]["code"], f"{error['extensions'].get('field')}: {error['message']}"


async def test_findings_come_with_words_or_as_data_quality(ask: Any):
    found = await data(ask, CONFORMANCE, "networkConformance", None, severity="violation")
    assert found["totalCount"] > 0
    assert all(any(c["clause"].startswith("WB/") for c in f["citations"]) for f in found["nodes"])
    short = await data(ask, CONFORMANCE, "networkConformance", severity="short")
    assert {"street_station", "parent"} <= {f["check"] for f in short["nodes"]}
    inside = await data(ask, CONFORMANCE, "networkConformance", area=STREET)
    assert inside["totalCount"] < found["totalCount"] + short["totalCount"] + 100


async def test_findings_are_counted_by_severity_whatever_is_filtered_or_paged(ask: Any):
    every = await data(ask, CONFORMANCE, "networkConformance", None, first=3)
    counts = {s["severity"]["code"]: s["count"] for s in every["severities"]}
    assert list(counts) == ["violation", "short", "encouraged", "data"]
    assert sum(counts.values()) == every["totalCount"] > len(every["nodes"]) == 3
    for severity, count in counts.items():
        some = await data(ask, CONFORMANCE, "networkConformance", None, severity=severity)
        assert some["severities"] == every["severities"]
        assert some["totalCount"] == count
        assert {f["severity"]["code"] for f in some["nodes"]} <= {severity}
    inside = await data(ask, CONFORMANCE, "networkConformance", None, area=STREET)
    assert sum(s["count"] for s in inside["severities"]) == inside["totalCount"] < every["totalCount"]
    code, said = await refused(ask, CONFORMANCE, None, severity="grave")
    assert (code, "violation" in said) == ("BAD_USER_INPUT", True)


async def test_pages_hold_every_finding_once(ask: Any):
    seen, after = [], None
    while True:
        found = await data(ask, CONFORMANCE, "networkConformance", after=after)
        seen += [(f["check"], f["key"]) for f in found["nodes"]]
        after = found["pageInfo"]["endCursor"]
        if not found["pageInfo"]["hasNextPage"]:
            break
    assert len(seen) == len(set(seen)) == found["totalCount"]


async def test_a_draft_is_answered_apart_from_the_live_network(ask: Any, draft: str):
    live = await data(ask, COVERAGE, "coverage", code="B21")
    assert live["communities"] == 222
    assert any("演示数据" in n for n in live["notes"])
    own = await data(ask, COVERAGE, "coverage", code="B21", network=draft)
    assert [(r["area"]["code"], r["state"]["code"], r["k"]) for r in own["rows"]] == [
        ("C1", "served", 1), ("C2", "served", 1),
    ]  # fmt: skip
    assert own["kCover"] == [2], "under 6 only the station takes the child"


async def test_what_is_applied_for_at_an_office_is_not_called_missing(ask: Any):
    basic = await data(ask, COVERAGE, "coverage", code="N04")
    assert "街道办事处" in basic["notes"][0]
    assert "不表示没有人办" in basic["notes"][0]
    assessed = await data(ask, COVERAGE, "coverage", code="N16")
    assert not any("不表示没有人办" in n for n in assessed["notes"])


async def test_one_request_draws_the_week(ask: Any, draft: str):
    own = await data(ask, WEEK, "weekCoverage", network=draft, code="B21", regimes=["term"], band={"ageFrom": 6})
    (term,) = own["weeks"]
    assert [(d["day"], d["kind"]["code"]) for d in term["days"]] == [
        *((n, "school_day") for n in range(5)), (5, "weekend"), (6, "weekend"),
    ]  # fmt: skip
    assert [(h["start"], h["end"], h["minK"], h["kCover"]) for h in term["days"][2]["hours"]] == [
        (0, 9, 0, []), (9, 17, 1, [2, 1]), (17, 18, 0, [1]), (18, 24, 0, []),
    ]  # fmt: skip
    evening = term["days"][2]["hours"][2]
    assert evening["served"] == {"communities": 1, "minors": 180}, "its own place, till six"
    assert evening["none"] == {"communities": 1, "minors": 360}


async def test_an_hour_of_the_live_week_is_that_hour_asked_alone(ask: Any):
    live = await data(ask, WEEK, "weekCoverage", None, code="N13", area=STREET)
    assert [w["regime"]["code"] for w in live["weeks"]] == ["term", "vacation", "holiday"]
    assert any("演示数据" in n for n in live["notes"])
    alone = await data(
        ask, COVERAGE.replace("code: $code,", f'code: $code, area: "{STREET}",'), "coverage", None, code="N13",
        hour={"regime": "vacation", "weekday": 1, "hour": 15},
    )  # fmt: skip
    run = next(h for h in live["weeks"][1]["days"][1]["hours"] if h["start"] <= 15 < h["end"])
    assert live["communities"] == alone["communities"]
    assert run["kCover"] == alone["kCover"]
    assert [run[x["state"]["code"]]["communities"] for x in alone["shares"]] == [
        x["communities"] for x in alone["shares"]
    ]


async def test_a_standard_is_inclusive_and_a_missing_way_is_none(ask: Any, draft: str):
    by = {"measure": "travel", "within": 10}
    own = await data(ask, COVERAGE, "coverage", code="B21", network=draft, standard=by)
    assert [r["state"]["code"] for r in own["rows"]] == ["served", "none"]


async def test_uncovered_is_exact(ask: Any, draft: str):
    own = await data(ask, UNCOVERED, "uncovered", codes=["B21"], network=draft)
    # C1: under 6 the station alone: 504 − 2·5·8 = 424 hours × 6; from 6 the place till 18:00: 504 − 2·5·9 = 414 × 12
    # C2: the station alone: 424 × 18
    assert own["tuples"] == own["certain"] == 424 * 6 + 414 * 12 + 424 * 18
    office = await data(ask, UNCOVERED, "uncovered", codes=["B21"], network=draft, hours=["Mo-Fr 09:00-17:00"])
    assert office["tuples"] == 0, "empty is the proof"
    assert office["rows"]["nodes"] == []


async def test_matters_without_a_body_stand_beside_needs_without_a_place(
    ask: Any, draft: str, network: Network, book: Rulebook
):
    document = """query($codes: [String!], $area: String, $after: String, $network: String! = "live") {
      uncovered(codes: $codes, area: $area, network: $network, first: 100, after: $after, on: "2026-11-23",
                hours: ["We 10:00-12:00"]) {
        tuples certain rows { totalCount pageInfo { hasNextPage endCursor }
          nodes { code area { code } count hours { text } missing { kind area role { code } } } } } }"""
    here = "440104001007"
    above = {a.code for a in network.path(here)}
    every = orphans(network, book, date(2026, 11, 23))
    expected = {(o.matter.code, o.kind.code, o.area.code) for o in every if o.area.code in above}
    told, rows, after = set(), [], None
    while True:
        own = await data(ask, document, "uncovered", None, area=here, after=after)
        rows += own["rows"]["nodes"]
        told |= {(n["code"], m["kind"], m["area"]) for n in own["rows"]["nodes"] for m in n["missing"]}
        after = own["rows"]["pageInfo"]["endCursor"]
        if not own["rows"]["pageInfo"]["hasNextPage"]:
            break
    assert told == expected != set()
    assert {n["code"][0] for n in rows} == {"M", "N"}, "needs and matters in one answer"
    assert sum(n["count"] for n in rows) == own["tuples"]
    assert len(rows) == own["rows"]["totalCount"]
    one = await data(ask, document, "uncovered", None, area=here, codes=["M03"])
    assert [(n["code"], n["count"]) for n in one["rows"]["nodes"]] == [("M03", 4 * 18)], "not in the holidays' week"
    assert {n["code"] for n in (await data(ask, document, "uncovered", network=draft))["rows"]["nodes"]} <= {
        f"N{n:02}" for n in range(1, 28)
    }, "a draft without offices is asked for matters by their codes"
    asked = await data(ask, document, "uncovered", network=draft, codes=["M05"])
    assert asked["tuples"] == 2 * 2 * 2 * 18, "two communities, two hours in term and in vacation"


async def test_what_hangs_by_one_thread(ask: Any, draft: str):
    wednesday = {"weekday": 2, "hour": 10}
    own = await data(ask, WEAK, "singlePointsOfFailure", network=draft, codes=["B21"], hour=wednesday, k=2)
    places = {p["point"]["key"]: p for p in own["places"]}
    assert places["station"]["tuples"] == 6 + 18
    assert places["station"]["minors"] == 60 + 360
    assert [c["code"] for c in places["station"]["cut"]] == ["street"]
    assert "place1" not in places or places["place1"]["tuples"] == 0
    assert own["worst"] == {"points": ["place1", "station"], "lost": 36, "covered": 36, "proven": True}


async def test_live_weak_points_keep_confidential_places_hidden(ask: Any):
    live = await data(ask, WEAK, "singlePointsOfFailure")
    assert live["places"]
    assert all(p["point"]["lon"] is None for p in live["places"] if p["point"]["confidential"])
    assert live["persons"], "planted: one person in several posts"
    assert {"police@440104000000"} <= {b["body"] for b in live["bodies"]}


async def test_demand_finds_its_bottleneck(ask: Any, draft: str):
    document = """query($network: String!) { bottlenecks(network: $network, codes: ["B21"]) {
      demand met unmet { children } cut { point by limit } unlimited } }"""
    own = await data(ask, document, "bottlenecks", network=draft)
    assert (own["demand"], own["met"]) == (6, 5)
    assert sum(u["children"] for u in own["unmet"]) == 1
    assert own["cut"] == [{"point": "station", "by": "capacity", "limit": 3}]
    assert own["unlimited"] == ["place1"]


async def test_visits_are_given_or_the_reason_why_not(ask: Any, draft: str):
    document = """query($due: [DueInput!]!, $network: String!) {
      assignment(due: $due, perDirector: 3, perSupervisor: 2, network: $network) {
        unmet visits { area worker count } core { areas workers due capacity } } }"""
    due = [{"area": "C1", "count": 2}, {"area": "C2", "count": 3}]
    own = await data(ask, document, "assignment", due=due, network=draft)
    assert own["unmet"] == 1
    assert own["core"] == {"areas": ["C2"], "workers": ["w2"], "due": 3, "capacity": 2}
    assert {(v["area"], v["worker"], v["count"]) for v in own["visits"]} == {("C1", "w1", 2), ("C2", "w2", 2)}


async def test_what_if_on_a_copy(ask: Any, draft: str):
    opened = await data(
        ask, WHAT_IF, "whatIf", network=draft, codes=["B21"], changes=[{"step": "open", "key": "place2"}]
    )
    assert opened["before"] - opened["after"] == 424 * 18 == sum(r["count"] for r in opened["newlyCovered"])
    assert opened["newlyUncovered"] == []
    assert opened["minorsWon"] == 360
    assert {"check": "community_place", "key": "C2"} in opened["mended"]
    again = await data(ask, UNCOVERED, "uncovered", codes=["B21"], network=draft)
    assert again["tuples"] == opened["before"], "nothing was written"


async def test_closing_a_live_place_costs_what_its_loss_says(ask: Any):
    live = await data(ask, WEAK, "singlePointsOfFailure")
    gravest = live["places"][0]
    closed = await data(ask, WHAT_IF, "whatIf", changes=[{"step": "close", "key": gravest["point"]["key"]}])
    assert closed["after"] - closed["before"] == gravest["tuples"]


@pytest.mark.parametrize(
    ("document", "variables", "field"),
    [
        (COVERAGE, {"code": "N99"}, "need"),
        (COVERAGE, {"code": "N13", "hour": {"weekday": 7, "hour": 1}}, "hour"),
        (COVERAGE, {"code": "N13", "standard": {"measure": "straight"}}, "within"),
        (COVERAGE, {"code": "N13", "standard": {"measure": "teleport"}}, "standard.measure"),
        (UNCOVERED, {"hours": ["always"]}, "hours"),
        (WEEK, {"code": "N13", "regimes": ["summer"]}, "regimes"),
        (WEEK, {"code": "N13", "regimes": []}, "regimes"),
        (WEAK, {"k": 2}, "hour"),
        (WHAT_IF, {"changes": []}, "changes"),
        (WHAT_IF, {"changes": [{"step": "close", "key": "nowhere"}]}, "changes.0.key"),
        (WHAT_IF, {"changes": [{"step": "explode", "key": "x"}]}, "changes.0.step"),
        (UNCOVERED, {"area": "999999999999"}, "area"),
    ],
)
async def test_bad_input_says_what_to_do(ask: Any, document: str, variables: dict[str, Any], field: str):
    code, said = await refused(ask, document, **variables)
    assert code == "BAD_USER_INPUT"
    assert said.startswith(f"{field}:"), said


async def test_the_public_learns_no_key_of_a_person(ask: Any):
    for document, variables in ((WEAK, {}), (WHAT_IF, {"changes": [{"step": "close", "key": "x"}]})):
        assert (await refused(ask, document, None, **variables))[0] == "UNAUTHENTICATED"
    found = await data(ask, CONFORMANCE, "networkConformance", None, severity="data")
    posts = [f for f in found["nodes"] if f["check"] == "two_posts"]
    assert posts
    assert not [f for f in posts if "holder" in f["key"]]
    own = await data(ask, CONFORMANCE, "networkConformance", severity="data")
    assert [f for f in own["nodes"] if f["check"] == "two_posts" and "holder" in f["key"]]


async def test_a_draft_belongs_to_planners(ask: Any, draft: str):
    for role in (None, "director", "street"):
        expected = "FORBIDDEN" if role else "UNAUTHENTICATED"
        assert (await refused(ask, PUT, role, name="x", draft=DRAFT))[0] == expected
        assert (await refused(ask, COVERAGE, role, code="B21", network=draft))[0] == expected
    assert (await refused(ask, PUT, "centre", name=draft, draft=DRAFT))[0] == "FORBIDDEN", "somebody else's name"
    assert (await refused(ask, COVERAGE, code="B21", network="没有"))[0] == "NOT_FOUND"
    names = await ask("{ drafts { name } }", "planner")
    assert {"name": draft} in names["data"]["drafts"]
    assert (await refused(ask, "{ drafts { name } }", None))[0] == "UNAUTHENTICATED"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"points": [{"key": "p", "area": "Z", "serves": ["Z"]}]}, "points.0.area"),
        ({"points": [{"key": "p", "area": "C1", "serves": ["C1"], "hours": ["9 to 5"]}]}, "points.0.hours"),
        ({"points": [{"key": "p", "area": "C1", "serves": []}]}, "points.0.serves"),
        ({"points": [{"key": "p", "area": "C1", "serves": ["C1"], "services": ["B21", "B99"]}]}, "points.0.services"),
        ({"candidates": [{"key": "p", "area": "C1", "serves": ["C1"], "services": ["N04"]}]}, "candidates.0.services"),
        ({"demand": [{"area": "C1", "code": "B99", "children": 1}]}, "demand.0.code"),
        ({"areas": [{"code": "A", "parent": "B"}, {"code": "B", "parent": "A"}]}, "areas.0.parent"),
        ({"travel": [{"area": "C1", "point": "nowhere", "cost": 1}]}, "travel.0.point"),
        ({"demand": [{"area": "C1", "code": "B21", "children": -1}]}, "demand.0.children"),
        ({"posts": [{"kind": "director", "area": "C1", "holder": "张 三"}]}, "posts.0.holder"),
    ],
)
async def test_a_wrong_draft_is_refused_whole(ask: Any, change: dict[str, Any], field: str):
    base = {"areas": DRAFT["areas"]} if "areas" not in change else {}
    code, said = await refused(ask, PUT, name="错", draft=base | change)
    assert code == "BAD_USER_INPUT"
    assert said.startswith(f"{field}:"), said
    assert (await refused(ask, COVERAGE, code="B21", network="错"))[0] == "NOT_FOUND", "nothing was kept"


async def test_a_draft_is_deleted_by_its_owner(ask: Any):
    document = "mutation($name: String!) { deleteDraft(name: $name) }"
    await ask(PUT, "centre", name="弃", draft=DRAFT)
    assert (await refused(ask, document, "planner", name="弃"))[0] == "NOT_FOUND"
    assert (await ask(document, "centre", name="弃"))["data"]["deleteDraft"] == "弃"
    assert (await refused(ask, COVERAGE, "centre", code="B21", network="弃"))[0] == "NOT_FOUND"


POINTS = """query($search: String, $area: String, $candidates: Boolean! = false, $network: String! = "live") {
  points(search: $search, area: $area, candidates: $candidates, network: $network, first: 5) {
    totalCount nodes { key name tier { code } } } needs { code label } }"""


async def test_places_are_found_by_name_initials_and_key(ask: Any):
    by_name = (await ask(POINTS, search="三眼井"))["data"]["points"]["nodes"]
    assert by_name
    assert all("三眼井" in p["name"] for p in by_name)
    assert (await ask(POINTS, search="syj"))["data"]["points"]["nodes"] == by_name
    first = by_name[0]
    assert (await ask(POINTS, search=first["key"]))["data"]["points"]["nodes"][0] == first
    assert (await ask(POINTS, search=first["key"], area="440104010000"))["data"]["points"]["totalCount"] == 0
    assert {"code": "N13", "label": "法律援助、代理"} in (await ask(POINTS))["data"]["needs"]


async def test_candidates_of_a_draft_are_found_and_are_not_the_publics(ask: Any, draft: str):
    found = await ask(POINTS, "planner", network=draft, candidates=True)
    assert [p["key"] for p in found["data"]["points"]["nodes"]] == ["place2"]
    (error,) = (await ask(POINTS, None, network=draft))["errors"]
    assert error["extensions"]["code"] == "UNAUTHENTICATED"
