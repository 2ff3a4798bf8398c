"""Does the network hold: asked as a planner asks it, live and on a draft of her own."""

from datetime import date
from typing import Any

import pytest

from knowledge.rulebook.book import Rulebook
from network.responsibility.orphans import orphans
from network.snapshot import Network

STREET = "440104001000"
DISTRICT = "440104000000"

CONFORMANCE = """query($area: String, $severity: FindingSeverity, $after: String, $first: Int) {
  networkConformance(area: $area, severity: $severity, after: $after, first: $first, on: "2026-11-23") {
    totalCount pageInfo { hasNextPage endCursor } severities { severity count }
    nodes { check { code } severity code object text remedy citations { clause quote } } } }"""
COVERAGE = """query($code: String!, $draft: String, $hour: WeekHourInput, $standard: StandardInput) {
  coverage(code: $code, draft: $draft, hour: $hour, standard: $standard) {
    communities communitiesWithAtLeast unlocated notes shares { state communities minors }
    rows { nodes { area { code } state k points { code } travel } } } }"""
UNCOVERED = """query($codes: [String!], $draft: String, $hours: [String!], $area: String) {
  uncovered(codes: $codes, draft: $draft, hours: $hours, area: $area) {
    tuples certain gaps(first: 100) { totalCount nodes { subject { code } ageFrom ageUnder count area { code } hours
      { text } } }
      } }"""
WEAK = """query($draft: String, $hour: WeekHourInput, $k: Int, $codes: [String!]) {
  singlePointsOfFailure(draft: $draft, hour: $hour, k: $k, codes: $codes) {
    places { point { code confidential lon } tuples communities minors cut }
    persons { holder posts } bodies { body { code } matters { code } } articulation { code } components worst {
      points { code } lost covered proven } } }"""
WHAT_IF = """query($changes: [NetworkChangeInput!]!, $draft: String, $codes: [String!]) {
  whatIf(changes: $changes, draft: $draft, codes: $codes, on: "2026-11-23") {
    before after minorsLost minorsGained newlyUncovered { subject { code } count } newlyCovered { subject { code }
      count }
    newFindings { check { code } code } resolvedFindings { check { code } code } } }"""
WEEK = """query($code: String!, $draft: String, $regimes: [CalendarRegime!], $area: String, $band: AgeBandInput) {
  weekCoverage(code: $code, draft: $draft, regimes: $regimes, area: $area, ageBand: $band) {
    communities notes weeks { regime days { day kind hours { start end fewestPlaces communitiesWithAtLeast
      served { communities minors } full { communities } unknown { communities }
      none { communities minors } } } } } }"""
PUT = """mutation($name: String!, $draft: DraftInput!) {
  putDraft(input: {name: $name, draft: $draft}) { draft { name owner } } }"""

DRAFT: dict[str, Any] = {
    "areas": [
        {"code": "D", "name": "试验区", "level": "DISTRICT"},
        {"code": "S", "name": "试验街", "level": "STREET", "parent": "D"},
        {"code": "C1", "name": "一社区", "parent": "S", "minors": 180},
        {"code": "C2", "name": "二社区", "parent": "S", "minors": 360},
    ],
    "points": [
        {"code": "centre", "area": "D", "serves": ["D"], "bodyKind": "rescue_centre", "tier": "DISTRICT",
         "services": ["B16"], "hours": ["24/7"], "capacity": 5, "load": 0, "staff": 1},
        {"code": "station", "area": "S", "serves": ["S"], "bodyKind": "street_station", "tier": "STREET",
         "services": ["B21"], "hours": ["Mo-Fr 09:00-17:00"], "capacity": 3, "load": 0, "staff": 2},
        {"code": "place1", "area": "C1", "serves": ["C1"], "tier": "COMMUNITY", "services": ["B21"],
         "hours": ["Mo-Fr 09:00-18:00"], "ageFrom": 6},
    ],
    "posts": [{"kind": "DIRECTOR", "area": "C1", "holder": "w1"}, {"kind": "SUPERVISOR", "area": "S", "holder": "w2"}],
    "demand": [{"area": "C1", "code": "B21", "children": 2}, {"area": "C2", "code": "B21", "children": 4}],
    "candidates": [{"code": "place2", "area": "C2", "serves": ["C2"], "tier": "COMMUNITY", "services": ["B21"],
                    "hours": ["24/7"]}],
    "travel": [{"area": "C1", "point": "station", "cost": 10}, {"area": "C2", "point": "station", "cost": 11}],
}  # fmt: skip


@pytest.fixture(scope="session")
async def draft(ask: Any) -> str:
    reply = await ask(PUT, "planner", name="试验", draft=DRAFT)
    assert reply["data"]["putDraft"]["draft"] == {"name": "试验", "owner": "demo-planner"}
    return "试验"


async def data(ask: Any, document: str, field: str, role: str | None = "planner", **variables: Any) -> Any:
    reply = await ask(document, role, **variables)
    assert "errors" not in reply, reply
    return reply["data"][field]


async def refused(ask: Any, document: str, role: str | None = "planner", **variables: Any) -> tuple[str, str]:
    (error,) = (await ask(document, role, **variables))["errors"]
    return error["extensions"]["code"], f"{error['extensions'].get('field')}: {error['message']}"


async def test_findings_come_with_words_or_as_data_quality(ask: Any):
    found = await data(ask, CONFORMANCE, "networkConformance", None, severity="VIOLATION")
    assert found["totalCount"] > 0
    assert all(any(c["clause"].startswith("WB/") for c in f["citations"]) for f in found["nodes"])
    short = await data(ask, CONFORMANCE, "networkConformance", severity="SHORT")
    assert {"street_station", "parent"} <= {f["check"]["code"] for f in short["nodes"]}
    inside = await data(ask, CONFORMANCE, "networkConformance", area=STREET)
    assert inside["totalCount"] < found["totalCount"] + short["totalCount"] + 100


async def test_findings_are_counted_by_severity_whatever_is_filtered_or_paged(ask: Any):
    every = await data(ask, CONFORMANCE, "networkConformance", None, first=3)
    counts = {s["severity"]: s["count"] for s in every["severities"]}
    assert list(counts) == ["VIOLATION", "SHORT", "ENCOURAGED", "DATA"]
    assert sum(counts.values()) == every["totalCount"] > len(every["nodes"]) == 3
    for severity, count in counts.items():
        some = await data(ask, CONFORMANCE, "networkConformance", None, severity=severity)
        assert some["severities"] == every["severities"]
        assert some["totalCount"] == count
        assert {f["severity"] for f in some["nodes"]} <= {severity}
    inside = await data(ask, CONFORMANCE, "networkConformance", None, area=STREET)
    assert sum(s["count"] for s in inside["severities"]) == inside["totalCount"] < every["totalCount"]
    code, said = await refused(ask, CONFORMANCE, None, severity="GRAVE")
    assert (code, "VIOLATION、SHORT、ENCOURAGED、DATA" in said) == ("BAD_USER_INPUT", True)


async def test_pages_hold_every_finding_once(ask: Any):
    seen, after = [], None
    while True:
        found = await data(ask, CONFORMANCE, "networkConformance", after=after)
        seen += [(f["check"]["code"], f["code"]) for f in found["nodes"]]
        after = found["pageInfo"]["endCursor"]
        if not found["pageInfo"]["hasNextPage"]:
            break
    assert len(seen) == len(set(seen)) == found["totalCount"]


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


async def test_what_hangs_by_one_thread(ask: Any, draft: str):
    wednesday = {"weekday": 2, "hour": 10}
    own = await data(ask, WEAK, "singlePointsOfFailure", draft=draft, codes=["B21"], hour=wednesday, k=2)
    places = {p["point"]["code"]: p for p in own["places"]}
    assert places["station"]["tuples"] == 6 + 18
    assert places["station"]["minors"] == 60 + 360
    assert places["station"]["cut"] == ["STREET"]
    assert "place1" not in places or places["place1"]["tuples"] == 0
    assert own["worst"] == {
        "points": [{"code": "place1"}, {"code": "station"}],
        "lost": 36,
        "covered": 36,
        "proven": True,
    }


async def test_live_weak_points_keep_confidential_places_hidden(ask: Any):
    live = await data(ask, WEAK, "singlePointsOfFailure")
    assert live["places"]
    assert all(p["point"]["lon"] is None for p in live["places"] if p["point"]["confidential"])
    assert live["persons"], "planted: one person in several posts"
    assert {"police@440104000000"} <= {b["body"]["code"] for b in live["bodies"]}


async def test_demand_finds_its_bottleneck(ask: Any, draft: str):
    document = """query($draft: String) { bottlenecks(draft: $draft, codes: ["B21"]) {
      demand met unmet { children } cut { point { code } by limit } unlimited { code } } }"""
    own = await data(ask, document, "bottlenecks", draft=draft)
    assert (own["demand"], own["met"]) == (6, 5)
    assert sum(u["children"] for u in own["unmet"]) == 1
    assert own["cut"] == [{"point": {"code": "station"}, "by": "CAPACITY", "limit": 3}]
    assert own["unlimited"] == [{"code": "place1"}]


async def test_visits_are_given_or_the_reason_why_not(ask: Any, draft: str):
    document = """query($due: [DueVisitsInput!]!, $draft: String) {
      visitAllocation(due: $due, perDirector: 3, perSupervisor: 2, draft: $draft) {
        unmet visits { area { code } worker count } shortage { areas { code } workers due capacity } } }"""
    due = [{"area": "C1", "count": 2}, {"area": "C2", "count": 3}]
    own = await data(ask, document, "visitAllocation", due=due, draft=draft)
    assert own["unmet"] == 1
    assert own["shortage"] == {"areas": [{"code": "C2"}], "workers": ["w2"], "due": 3, "capacity": 2}
    assert {(v["area"]["code"], v["worker"], v["count"]) for v in own["visits"]} == {("C1", "w1", 2), ("C2", "w2", 2)}


async def test_what_if_on_a_copy(ask: Any, draft: str):
    opened = await data(
        ask, WHAT_IF, "whatIf", draft=draft, codes=["B21"], changes=[{"step": "OPEN", "code": "place2"}]
    )
    assert opened["before"] - opened["after"] == 424 * 18 == sum(r["count"] for r in opened["newlyCovered"])
    assert opened["newlyUncovered"] == []
    assert opened["minorsGained"] == 360
    assert {"check": {"code": "community_place"}, "code": "C2"} in opened["resolvedFindings"]
    again = await data(ask, UNCOVERED, "uncovered", codes=["B21"], draft=draft)
    assert again["tuples"] == opened["before"], "nothing was written"


async def test_closing_a_live_place_costs_what_its_loss_says(ask: Any):
    live = await data(ask, WEAK, "singlePointsOfFailure")
    gravest = live["places"][0]
    closed = await data(ask, WHAT_IF, "whatIf", changes=[{"step": "CLOSE", "code": gravest["point"]["code"]}])
    assert closed["after"] - closed["before"] == gravest["tuples"]


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


async def test_the_public_learns_no_key_of_a_person(ask: Any):
    for document, variables in ((WEAK, {}), (WHAT_IF, {"changes": [{"step": "CLOSE", "code": "x"}]})):
        assert (await refused(ask, document, None, **variables))[0] == "UNAUTHENTICATED"
    found = await data(ask, CONFORMANCE, "networkConformance", None, severity="DATA")
    posts = [f for f in found["nodes"] if f["check"]["code"] == "two_posts"]
    assert posts
    assert not [f for f in posts if "holder" in f["code"]]
    own = await data(ask, CONFORMANCE, "networkConformance", severity="DATA")
    assert [f for f in own["nodes"] if f["check"]["code"] == "two_posts" and "holder" in f["code"]]


async def test_a_draft_belongs_to_planners(ask: Any, draft: str):
    for role in (None, "director", "street"):
        expected = "FORBIDDEN" if role else "UNAUTHENTICATED"
        assert (await refused(ask, PUT, role, name="x", draft=DRAFT))[0] == expected
        assert (await refused(ask, COVERAGE, role, code="B21", draft=draft))[0] == expected
    assert (await refused(ask, PUT, "centre", name=draft, draft=DRAFT))[0] == "FORBIDDEN", "somebody else's name"
    assert (await refused(ask, COVERAGE, code="B21", draft="没有"))[0] == "NOT_FOUND"
    names = await ask("{ drafts { nodes { name } } }", "planner")
    assert {"name": draft} in names["data"]["drafts"]["nodes"]
    assert (await refused(ask, "{ drafts { nodes { name } } }", None))[0] == "UNAUTHENTICATED"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"points": [{"code": "p", "area": "Z", "serves": ["Z"]}]}, "points.0.area"),
        ({"points": [{"code": "p", "area": "C1", "serves": ["C1"], "hours": ["9 to 5"]}]}, "points.0.hours"),
        ({"points": [{"code": "p", "area": "C1", "serves": []}]}, "points.0.serves"),
        ({"points": [{"code": "p", "area": "C1", "serves": ["C1"], "services": ["B21", "B99"]}]}, "points.0.services"),
        ({"candidates": [{"code": "p", "area": "C1", "serves": ["C1"], "services": ["N04"]}]}, "candidates.0.services"),
        ({"demand": [{"area": "C1", "code": "B99", "children": 1}]}, "demand.0.code"),
        ({"areas": [{"code": "A", "parent": "B"}, {"code": "B", "parent": "A"}]}, "areas.0.parent"),
        ({"travel": [{"area": "C1", "point": "nowhere", "cost": 1}]}, "travel.0.point"),
        ({"demand": [{"area": "C1", "code": "B21", "children": -1}]}, "demand.0.children"),
        ({"posts": [{"kind": "DIRECTOR", "area": "C1", "holder": "张 三"}]}, "posts.0.holder"),
    ],
)
async def test_a_wrong_draft_is_refused_whole(ask: Any, change: dict[str, Any], field: str):
    base = {"areas": DRAFT["areas"]} if "areas" not in change else {}
    code, said = await refused(ask, PUT, name="错", draft=base | change)
    assert code == "BAD_USER_INPUT"
    assert said.startswith(f"{field}:"), said
    assert (await refused(ask, COVERAGE, code="B21", draft="错"))[0] == "NOT_FOUND", "nothing was kept"


async def test_a_draft_is_deleted_by_its_owner(ask: Any):
    document = "mutation($name: String!) { deleteDraft(input: {name: $name}) { name } }"
    await ask(PUT, "centre", name="弃", draft=DRAFT)
    assert (await refused(ask, document, "planner", name="弃"))[0] == "NOT_FOUND"
    assert (await ask(document, "centre", name="弃"))["data"]["deleteDraft"]["name"] == "弃"
    assert (await refused(ask, COVERAGE, "centre", code="B21", draft="弃"))[0] == "NOT_FOUND"


POINTS = """query($search: String, $area: String, $candidates: Boolean! = false, $draft: String) {
  points(search: $search, area: $area, candidates: $candidates, draft: $draft, first: 5) {
    totalCount nodes { code name tier } } needs { code name } }"""


async def test_places_are_found_by_name_initials_and_key(ask: Any):
    by_name = (await ask(POINTS, search="三眼井"))["data"]["points"]["nodes"]
    assert by_name
    assert all("三眼井" in p["name"] for p in by_name)
    assert (await ask(POINTS, search="syj"))["data"]["points"]["nodes"] == by_name
    first = by_name[0]
    assert (await ask(POINTS, search=first["code"]))["data"]["points"]["nodes"][0] == first
    assert (await ask(POINTS, search=first["code"], area="440104010000"))["data"]["points"]["totalCount"] == 0
    assert {"code": "N13", "name": "法律援助、代理"} in (await ask(POINTS))["data"]["needs"]


async def test_candidates_of_a_draft_are_found_and_are_not_the_publics(ask: Any, draft: str):
    found = await ask(POINTS, "planner", draft=draft, candidates=True)
    assert [p["code"] for p in found["data"]["points"]["nodes"]] == ["place2"]
    (error,) = (await ask(POINTS, None, draft=draft))["errors"]
    assert error["extensions"]["code"] == "UNAUTHENTICATED"
