"""What is lost with a point or a person, bottlenecks, visits and trial changes."""

from collections import Counter
from typing import Any

from tests.api.coverage_queries import UNCOVERED, WEAK, WHAT_IF, data


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
    assert opened["newlyUncovered"] == opened["lostTogether"] == []
    assert opened["minorsGained"] == 360
    assert {"check": {"code": "community_place"}, "code": "C2"} in opened["resolvedFindings"]
    again = await data(ask, UNCOVERED, "uncovered", codes=["B21"], draft=draft)
    assert again["tuples"] == opened["before"], "nothing was written"


async def test_closing_a_live_place_costs_what_its_loss_says(ask: Any):
    live = await data(ask, WEAK, "singlePointsOfFailure")
    gravest = live["places"][0]
    closed = await data(ask, WHAT_IF, "whatIf", changes=[{"step": "CLOSE", "code": gravest["point"]["code"]}])
    assert closed["after"] - closed["before"] == gravest["tuples"]
    each = Counter(r["subject"]["code"] for r in closed["newlyUncovered"])
    joined = closed["lostTogether"]
    assert each == sum((Counter({s["code"]: len(g["areas"]) for s in g["subjects"]}) for g in joined), Counter())
    assert len(joined) < len(closed["newlyUncovered"])
    assert all(g["hours"] for g in joined)
