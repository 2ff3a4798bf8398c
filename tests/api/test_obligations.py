"""What must be done again and again, for all: judged over HTTP down to the thing."""

from datetime import date, timedelta
from typing import Any

import pytest

from knowledge.rulebook.book import Rulebook

DISTRICT, STREET, COMMUNITY = "440104000000", "440104001000", "440104001007"
COVERAGE = """query($area: String!, $code: String!, $given: [RecordInput!], $standing: Standing, $on: Date, $after:
    String) {
  obligationCoverage(area: $area, obligation: $code, given: $given, on: $on) {
    known note rate { numerator denominator doubtful low high how } components { component { code } rate { numerator } }
    standings { standing count }
    objects(standing: $standing, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { object
      standing severity parts { component { code } reason last due overdue } } }
    obligation { name strength period periodSource statutory citations { clause quote } } } }"""
GOALS = """query($area: String!) { goals(area: $area) {
  goal goalLabel rate { numerator denominator } severities { severity count } unlisted
  duties { obligation { code } rate { numerator denominator } standings { standing count } } } }"""
PUT = "mutation($record: RecordInput!) { putRecord(input: $record) { record { code occurredOn recordedOn } } }"


async def judged(ask: Any, code: str, role: str = "centre", area: str = DISTRICT, **variables: Any) -> Any:
    """The answer with the things of all its pages as `objects`; None where only counts may be seen."""
    rows: list[Any] = []
    after, more, found = None, True, {}
    while more:
        reply = await ask(COVERAGE, role, area=area, code=code, after=after, **variables)
        assert "errors" not in reply, reply
        found = reply["data"]["obligationCoverage"]
        if found["objects"] is None:
            return found
        rows += found["objects"]["nodes"]
        more, after = found["objects"]["pageInfo"]["hasNextPage"], found["objects"]["pageInfo"]["endCursor"]
    return {**found, "total": found["objects"]["totalCount"], "objects": rows}


def record(**changed: Any) -> dict[str, Any]:
    base = {"code": "r-1", "obligation": "O60", "object": COMMUNITY, "occurredOn": "2026-11-01", "kind": "SURVEY"}
    return base | changed


async def test_every_number_is_traceable_to_its_things(ask: Any):
    found = await judged(ask, "O27")
    standings = [o["standing"] for o in found["objects"]]
    assert found["rate"]["numerator"] == sum(s in ("MET", "LATE") for s in standings)
    assert found["rate"]["denominator"] == len(standings) == found["total"]
    assert {c["standing"]: c["count"] for c in found["standings"]} == {s: standings.count(s) for s in standings}
    assert found["obligation"]["strength"] == "LAW"
    assert all(c["quote"] for c in found["obligation"]["citations"])
    never = [p["reason"] for o in found["objects"] if o["standing"] == "NEVER" for p in o["parts"]]
    assert any("不等于没有做" in reason for reason in never)


async def test_the_network_is_evidence_of_itself(ask: Any):
    stations = await judged(ask, "O102")
    missing = [o["object"] for o in stations["objects"] if o["standing"] == "NEVER"]
    conformance = await ask(
        "{ networkConformance(severity: SHORT, first: 100) { nodes { check { code } code } } }", None
    )
    holes = [
        f["code"] for f in conformance["data"]["networkConformance"]["nodes"] if f["check"]["code"] == "street_station"
    ]
    assert missing == holes, "two ways to the same holes"


async def test_a_configured_period_says_so_and_the_law_s_own_too(ask: Any):
    survey = (await judged(ask, "O60"))["obligation"]
    assert not survey["statutory"]
    assert "工作约定" in survey["periodSource"]
    yearly = (await judged(ask, "O54"))["obligation"]
    assert yearly["statutory"]
    visits = (await judged(ask, "O10"))["obligation"]
    assert visits["period"] == "红色7天、黄色15天、蓝色30天、绿色90天"


async def test_a_pasted_list_is_judged_and_not_kept(ask: Any):
    before = await judged(ask, "O60", area=COMMUNITY)
    day = date.today().isoformat()  # noqa: DTZ011  # the service counts in Guangzhou; both are near enough
    pasted = await judged(ask, "O60", area=COMMUNITY, given=[record(code="given", occurredOn="2026-11-20")], on=day)
    assert pasted["objects"][0]["standing"] == "MET"
    assert await judged(ask, "O60", area=COMMUNITY) == before


async def test_what_is_supposed_is_used_on_a_past_day_or_refused(ask: Any):
    past = {"area": COMMUNITY, "code": "O60", "on": "2026-11-10"}
    supposed = await judged(ask, role="centre", given=[record(code="given", occurredOn="2026-11-09")], **past)
    assert supposed["objects"][0]["parts"][0]["last"] == "2026-11-09"
    for wrong, field in (
        (record(code="given", occurredOn="2026-11-11"), "occurredOn"),
        (record(code="given", obligation="O12", kind="ACTIVITY"), "given.obligation"),
        (record(code="given", object="440104010113"), "given.object"),
    ):
        reply = await ask(COVERAGE, "centre", given=[wrong], **past)
        assert reply["errors"][0]["extensions"]["field"] == field
    children = record(code="given", obligation="O08", object="m-1", kind="VISIT")
    reply = await ask(COVERAGE, "planner", area=DISTRICT, code="O08", given=[children])
    assert reply["errors"][0]["extensions"]["field"] == "given", "a changed count would tell who is counted"


async def test_records_outside_ones_areas_are_unknown_and_never_undone(ask: Any):
    """A director of one community asks of the whole district."""
    for code in ("O27", "O20", "O60", "O54"):
        found = await judged(ask, code, role="director")
        outside = [o for o in found["objects"] if o["standing"] not in ("UNKNOWN", "MET", "LATE", "EXEMPT", "NOT_DUE")]
        assert {o["object"] for o in outside} <= {COMMUNITY}, code
        assert "不在你的范围" in found["note"]
    assert (await judged(ask, "O60", area=COMMUNITY, role="director"))["note"] is None


async def test_evidence_is_filed_once_under_its_key(ask: Any):
    given = record(code="api-1", object="440104001101")
    first = (await ask(PUT, "street", record=given))["data"]["putRecord"]["record"]
    assert first["occurredOn"] == "2026-11-01"
    assert first["recordedOn"] >= first["occurredOn"]
    assert (await ask(PUT, "street", record=given))["data"]["putRecord"]["record"] == first
    changed = await ask(PUT, "street", record=given | {"result": "ADVERSE"})
    assert changed["errors"][0]["extensions"]["code"] == "CONFLICT"


@pytest.mark.parametrize("name", ["code", "reason"])
@pytest.mark.parametrize(
    "told", ["小红被继父打", "110101201501011234", "13800000000", "hit by her father", "a\0b", "=1+1"]
)
async def test_what_is_kept_in_clear_of_a_child_holds_no_story(ask: Any, name: str, told: str):
    given = record(obligation="O10", object="demo-0001", kind="VISIT", result="ADVERSE", code="api-2") | {name: told}
    reply = await ask(PUT, "street", record=given)
    assert reply["errors"][0]["extensions"]["field"] == name


@pytest.mark.parametrize("told", ["a\0b", "=1+1", "a\nb"])
async def test_a_code_can_be_printed_and_runs_in_no_table(ask: Any, told: str):
    reply = await ask(PUT, "street", record=record(code=told, object="440104001101"))
    assert reply["errors"][0]["extensions"]["field"] == "code"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"obligation": "O999"}, "obligation"),
        ({"kind": "RUMOUR"}, "record.kind"),
        ({"component": "roof"}, "component"),
        ({"occurredOn": "2999-01-01"}, "record.occurredOn"),
        ({"occurredOn": "2199-01-01"}, "occurredOn"),
        ({"result": "MAYBE"}, "record.result"),
        ({"reason": "长" * 41}, "reason"),
    ],
)
async def test_a_wrong_record_says_which_field(ask: Any, changed: dict[str, Any], field: str):
    reply = await ask(PUT, "street", record=record(**changed))
    (error,) = reply["errors"]
    assert error["extensions"]["field"] == field
    assert error["extensions"]["code"] == "BAD_USER_INPUT"


async def test_who_may_not_file_or_see(ask: Any):
    for role in (None, "planner", "auditor"):
        expected = "FORBIDDEN" if role else "UNAUTHENTICATED"
        assert (await ask(PUT, role, record=record()))["errors"][0]["extensions"]["code"] == expected
    reply = await ask(COVERAGE, None, area=DISTRICT, code="O60")
    assert reply["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    outside = await ask(PUT, "director", record=record(code="x", object="440104010113"))
    assert "errors" in outside


async def test_children_are_rows_for_the_district_and_safe_counts_for_planners(ask: Any):
    rows = await judged(ask, "O61")
    assert rows["objects"]
    safe = await judged(ask, "O08", role="planner")
    assert safe["objects"] is None
    assert all(c["count"] is None or c["count"] == 0 or c["count"] >= 10 for c in safe["standings"])
    part = await judged(ask, "O08", role="planner", area=STREET)
    assert {c["count"] for c in part["standings"]} == {None}, "published for the district, and told of nothing less"


async def test_the_eleven_goals(ask: Any, book: Rulebook):
    reply = await ask(GOALS, "centre", area=DISTRICT)
    found = reply["data"]["goals"]
    assert [g["goal"] for g in found] == [f"G{n:02d}" for n in range(1, 12)]
    for g in found:
        counted = [
            d for d in g["duties"]
            if d["obligation"]["code"] not in g["unlisted"]
            and book.obligations[d["obligation"]["code"]].strength.value != "encouraged"
        ]  # fmt: skip
        assert g["rate"]["denominator"] == sum(d["rate"]["denominator"] for d in counted)
        assert g["rate"]["numerator"] == sum(d["rate"]["numerator"] for d in counted)
    planner = (await ask(GOALS, "planner", area=DISTRICT))["data"]["goals"]
    for g in planner:
        for d in (d for d in g["duties"] if book.obligations[d["obligation"]["code"]].objects.of == "minor"):
            assert all(c["count"] is None or c["count"] == 0 or c["count"] >= 10 for c in d["standings"])


async def test_what_is_encouraged_is_never_a_violation(ask: Any, book: Rulebook):
    for o in book.obligations.values():
        if o.strength.value == "encouraged" and o.objects.of != "minor":
            found = await judged(ask, o.code)
            assert {x["severity"] for x in found["objects"] if x["severity"]} <= {"ENCOURAGED", "DATA"}


async def test_a_day_before_the_filing_does_not_count(ask: Any):
    given = record(
        code="late-1", object="440104001102", occurredOn=(date(2026, 11, 27) - timedelta(days=20)).isoformat()
    )
    await ask(PUT, "centre", record=given)
    early = await judged(ask, "O60", area="440104001102", on="2026-11-10")
    late = await judged(ask, "O60", area="440104001102")
    assert early["objects"][0]["parts"][0]["last"] != "2026-11-07"
    assert late["objects"][0]["parts"][0]["last"] == "2026-11-07"
