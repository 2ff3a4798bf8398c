"""Queries about coverage and a draft network, shared by the tests of coverage, conformance, resilience and drafts."""

from typing import Any

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
REACH_AT = """query($hour: WeekHourInput!, $area: String, $draft: String, $codes: [String!]) {
  reachAt(hour: $hour, area: $area, draft: $draft, codes: $codes) {
    subject { code } communities shares { state communities minors demand } } }"""
CAUSES = """query($area: String) { findingCauses(area: $area, on: "2026-11-23") {
  check { code } severity count following communities minors minorsUnknown stated
  owner { code } owners { name } objects { name } areas { code } citations { clause } } }"""
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
      count } lostTogether { subjects { code } areas { code } hours { text } }
    wonTogether { subjects { code } areas { code } ageFrom ageUnder offices doubtful { code } }
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


async def data(ask: Any, document: str, field: str, role: str | None = "planner", **variables: Any) -> Any:
    reply = await ask(document, role, **variables)
    assert "errors" not in reply, reply
    return reply["data"][field]


async def refused(ask: Any, document: str, role: str | None = "planner", **variables: Any) -> tuple[str, str]:
    (error,) = (await ask(document, role, **variables))["errors"]
    return error["extensions"]["code"], f"{error['extensions'].get('field')}: {error['message']}"
