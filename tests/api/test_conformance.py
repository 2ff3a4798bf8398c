"""Findings about the three tiers: with their clauses, counted by severity, paged, without keys of persons."""

from typing import Any

from tests.api.coverage_queries import CAUSES, CONFORMANCE, STREET, WEAK, WHAT_IF, data, refused


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


async def test_the_public_learns_no_key_of_a_person(ask: Any):
    for document, variables in ((WEAK, {}), (WHAT_IF, {"changes": [{"step": "CLOSE", "code": "x"}]})):
        assert (await refused(ask, document, None, **variables))[0] == "UNAUTHENTICATED"
    found = await data(ask, CONFORMANCE, "networkConformance", None, severity="DATA")
    posts = [f for f in found["nodes"] if f["check"]["code"] == "two_posts"]
    assert posts
    assert not [f for f in posts if "holder" in f["code"]]
    own = await data(ask, CONFORMANCE, "networkConformance", severity="DATA")
    assert [f for f in own["nodes"] if f["check"]["code"] == "two_posts" and "holder" in f["code"]]


async def test_the_public_reads_causes_with_owner_and_without_a_person(ask: Any):
    causes = await data(ask, CAUSES, "findingCauses", None)
    found = await data(ask, CONFORMANCE, "networkConformance", None, first=1)
    assert sum(c["count"] + c["following"] for c in causes) == found["totalCount"]
    station = next(c for c in causes if c["check"]["code"] == "street_station")
    assert station["owner"]["code"] == "street_office"
    assert len(station["owners"]) == len(station["areas"]) == station["count"] == 1
    assert station["communities"] == station["following"] == 15
    assert station["citations"]
    assert not [o for c in causes for o in c["objects"] if "holder" in o["name"]]
    inside = await data(ask, CAUSES, "findingCauses", None, area=STREET)
    assert all(c["communities"] <= 8 for c in inside)
