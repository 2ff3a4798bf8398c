"""The public directory: keyset connections, nodes, clauses, orphans, changes."""

from typing import Any

import pytest

from knowledge.rulebook.load import rulebook

PAGED = {
    "matters": len(rulebook().matters),
    "areas": 243,
    "bodies": None,
    "clauses": None,
    "acts": None,
    "orphans": None,
}


@pytest.mark.parametrize("field", PAGED)
async def test_pages_join_to_the_whole_without_repeats(ask: Any, field: str):
    node = {"orphans": "matter { code } area { code } role kind { code }"}.get(field, "code")
    query = "query($after: String) { %s(first: 60, after: $after) { totalCount nodes { %s } pageInfo { hasNextPage endCursor } } }"  # noqa: E501  # one query
    seen: list[str] = []
    after, total, more = None, None, True
    while more and len(seen) <= 600:
        reply = await ask(query % (field, node), after=after)
        assert "errors" not in reply, reply
        page = reply["data"][field]
        seen += [str(n) for n in page["nodes"]]
        total, more, after = page["totalCount"], page["pageInfo"]["hasNextPage"], page["pageInfo"]["endCursor"]
    assert len(seen) == len(set(seen))
    if not more:
        assert len(seen) == total
    if PAGED[field]:
        assert total == PAGED[field]


async def test_backwards_meets_forwards(ask: Any):
    last = (await ask("{ matters(last: 5) { nodes { code } } }"))["data"]["matters"]["nodes"]
    assert [n["code"] for n in last] == sorted(rulebook().matters, key=lambda code: int(code[1:]))[-5:]


@pytest.mark.parametrize("args", ["first: 0", "first: 101", "first: 2, last: 2", 'first: 2, after: "!"'])
async def test_bad_pages_are_refused(ask: Any, args: str):
    reply = await ask(f"{{ matters({args}) {{ totalCount }} }}")
    assert reply["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


async def test_node_gives_back_what_a_query_gave(ask: Any):
    found = await ask('{ clause(code: "WB/11", on: "2026-11-23") { id code } matters(first: 1) { nodes { id } } }')
    clause, matter = found["data"]["clause"], found["data"]["matters"]["nodes"][0]
    query = "query($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }"
    nodes = (await ask(query, ids=[clause["id"], matter["id"]]))["data"]["nodes"]
    assert [n["__typename"] for n in nodes] == ["Clause", "Matter"]


async def test_too_many_nodes_are_refused(ask: Any):
    reply = await ask("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=["x"] * 101)
    assert reply["errors"][0]["extensions"]["code"] in ("BAD_USER_INPUT", "GRAPHQL_VALIDATION_FAILED")


async def test_a_plan_clause_says_what_it_does_not_state(ask: Any):
    query = '{ clause(code: "plan:三(二)1(3)") { notice notStated paragraphs clauseKind } }'
    found = (await ask(query))["data"]["clause"]
    assert "征求意见稿" in found["notice"]
    assert found["notStated"]


async def test_all_54_plan_clauses(ask: Any):
    found = await ask('{ clauses(document: "plan") { totalCount } }')
    assert found["data"]["clauses"]["totalCount"] == 54


async def test_changes_between_days(ask: Any):
    found = await ask(
        '{ changes(from: "2024-01-01", to: "2024-12-31") { on matter { code } added { kind { code } } } }'
    )
    assert ("2024-04-26", "M01") in {(c["on"], c["matter"]["code"]) for c in found["data"]["changes"]}


async def test_duties_of_a_body_by_any_of_its_names(ask: Any):
    query = 'query($body: String!) { dutiesOf(bodyKind: $body, on: "2026-11-23") { totalCount } }'
    counts = {(await ask(query, body=b))["data"]["dutiesOf"]["totalCount"] for b in ("police", "公安机关", "公安分局")}
    assert len(counts) == 1
    assert counts.pop() > 20


async def test_the_street_without_a_station_is_an_orphan_only_there(ask: Any):
    found = await ask('{ orphans(area: "440104001000") { nodes { kind { code } area { code } } } }')
    assert {n["area"]["code"][:9] for n in found["data"]["orphans"]["nodes"]} <= {"440104001"}


async def test_an_area_is_found_by_initials_and_by_pinyin(ask: Any):
    query = "query ($s: String) { areas(search: $s, first: 5) { nodes { name fullName } } }"
    for typed in ("syj", "sanyanjing", "三眼井", "三眼井社区居委会"):
        found = (await ask(query, s=typed))["data"]["areas"]["nodes"]
        assert found[0]["name"].startswith("三眼井"), typed
    assert found[0]["fullName"].startswith("越秀区 洪桥街道")
    assert (await ask(query, s="qqqq"))["data"]["areas"]["nodes"] == []


async def test_a_matter_is_found_in_ones_own_words_best_first(ask: Any):
    found = await ask('{ matters(search: "同学欺负", first: 3) { nodes { code } totalCount } }')
    assert "M53" in {m["code"] for m in found["data"]["matters"]["nodes"]}


async def test_the_viewer_knows_her_rights_and_the_public_has_none(ask: Any):
    query = "{ viewer { subject roles areas { code } can speaksAs { code } } }"
    public: dict[str, Any] = {"subject": None, "roles": ["ANONYMOUS"], "areas": [], "can": [], "speaksAs": None}
    assert (await ask(query))["data"]["viewer"] == public
    planner = (await ask(query, "planner"))["data"]["viewer"]
    assert planner["subject"] == "demo-planner"
    assert set(planner["can"]) == {"COUNT_CASES", "EDIT_DRAFTS", "ANALYSE_NETWORK"}
    street = (await ask(query, "street"))["data"]["viewer"]
    assert {"READ_CASES", "FILE_RECORDS"} <= set(street["can"])
    assert street["speaksAs"] == {"code": "STATE_ORGAN"}
    assert planner["speaksAs"] is None
    assert street["areas"]


async def test_every_fact_of_the_situation_can_be_asked_for(ask: Any):
    forms = (await ask("{ facts { fact label type values { code label } question } }"))["data"]["facts"]
    fields = (await ask('{ __type(name: "SituationInput") { inputFields { name } } }'))["data"]["__type"]["inputFields"]
    assert [f["fact"] for f in forms] == [f["name"] for f in fields]
    types = {"BOOLEAN", "DATE", "NUMBER", "CHOICE", "AREA_CODE", "SERVICE_CODES", "NEED_CODES"}
    assert {f["type"] for f in forms} == types
    assert all(f["values"] for f in forms if f["type"] == "CHOICE")
    assert all(f["question"] for f in forms)
    assert not [o["label"] for f in forms for o in f["values"] if o["label"].isascii()]


async def test_a_clause_is_found_by_words_with_the_source_of_its_dates(ask: Any):
    query = (
        "query ($s: String, $on: Date) { clauses(search: $s, on: $on, first: 3) { totalCount nodes { code version "
        "dateSource markLabel otherVersions { version inForceTo dateSource } } } }"
    )
    found = (await ask(query, s="未成年人保护法 第9条"))["data"]["clauses"]["nodes"][0]
    assert (found["code"], found["version"]) == ("WB/9", "2024修正")
    assert found["dateSource"]
    assert [o["inForceTo"] for o in found["otherVersions"]] == ["2024-04-26"]
    before = (await ask(query, s="未成年人保护法 第9条", on="2022-03-01"))["data"]["clauses"]["nodes"][0]
    assert before["version"] == "2020修订"
    assert (await ask(query, s="火星"))["data"]["clauses"]["totalCount"] == 0


async def test_every_document_says_its_versions_and_the_plan_that_it_is_a_draft(ask: Any):
    query = "{ documents { code force notice clauses versions { version inForceFrom dateSource trust } } }"
    found = (await ask(query))["data"]["documents"]
    assert sum(d["clauses"] for d in found) > 600
    assert all(v["dateSource"] for d in found for v in d["versions"])
    notices = {d["code"]: d["notice"] for d in found}
    assert [code for code, notice in notices.items() if notice and "征求意见稿" in notice] == ["plan"]
    single = {d["code"] for d in found if d["versions"][-1]["trust"] != "A"}
    assert {"TG", "SSW", "QB"} <= single
    assert {code for code, notice in notices.items() if notice and "单一来源" in notice} == single


async def test_a_change_names_its_matter(ask: Any):
    found = await ask('{ changes(from: "2024-01-01", to: "2024-12-31") { matter { code name } } }')
    assert all(c["matter"]["name"] and c["matter"]["name"] != c["matter"]["code"] for c in found["data"]["changes"])


async def test_whom_something_can_be_sent_to_is_near_first_bounded_and_found_by_name(ask: Any):
    query = (
        'query ($a: String!, $s: String! = "", $k: [String!], $n: Int! = 200) { recipients(area: $a, search: $s, '
        "kinds: $k, first: $n) { code name kindName areaCode isPoint } }"
    )
    here: dict[str, Any] = {"a": "440104001007"}
    near = (await ask(query, **here))["data"]["recipients"]
    assert len(near) == 200, "a district has more"
    assert near[0]["areaCode"] == here["a"]
    assert {r["isPoint"] for r in near} == {True, False}
    assert not [r["kindName"] for r in near if r["kindName"].isascii()], "kinds by name"
    far = (await ask(query, **here, s="太平通津", n=3))["data"]["recipients"]
    assert far
    assert not {r["code"] for r in far} & {r["code"] for r in near}
    assert (await ask(query, **here, s=far[0]["name"], n=1))["data"]["recipients"] == far[:1]
    police = (await ask(query, **here, k=["police_station"]))["data"]["recipients"]
    assert {r["code"].partition("@")[0] for r in police} == {"police_station"}
    for wrong, code in (
        ({"n": 201}, "BAD_USER_INPUT"),
        ({"n": 0}, "BAD_USER_INPUT"),
        ({"a": "999999999999"}, "NOT_FOUND"),
    ):
        assert (await ask(query, **(here | wrong)))["errors"][0]["extensions"]["code"] == code
