"""Loading a file through GraphQL: rights, preview, wrong rows, columns that have to be mapped."""

from typing import Any

import pytest

from graph_model.directory import snapshot as network
from graph_model.graph import Graph
from tests.api.loads import AREAS, COMMUNITY, LOAD, NEW, STREET, TOPICS, WORK, load, refused, table


async def test_topics_are_offered_to_those_who_may_with_columns_and_templates(ask: Any):
    query = "{ loadTopics { code name row secret columns { code name required } templates { name content } } }"
    everything = (await ask(query, "centre"))["data"]["loadTopics"]
    assert [t["code"] for t in everything] == TOPICS
    assert [t["code"] for t in everything if t["secret"]] == ["children", *WORK]
    assert all(any(c["required"] for c in t["columns"]) for t in everything)
    for role, codes in {
        "street": ["records", "rosters", *WORK], "director": ["records", *WORK], "duty_desk": ["rosters"],
        "planner": [], "auditor": [], None: [],
    }.items():  # fmt: skip  # a list
        assert [t["code"] for t in (await ask(query, role))["data"]["loadTopics"]] == codes, role
    for t in everything:
        for x in t["templates"]:
            found = await load(ask, t["code"], {"name": x["name"], "content": x["content"]})
            absent = {"refused.not_found"} if t["code"] in WORK else set()
            assert (found["missing"], {r["reason"] for r in found["rejects"]}) == ([], absent), (x["name"], found)
            assert found["read"] >= 1


@pytest.mark.parametrize(
    ("topic", "role"),
    [
        *(("areas", role) for role in (None, "director", "street", "planner", "auditor")),
        *(("children", role) for role in (None, "director", "street", "planner", "auditor")),
        *(("records", role) for role in (None, "planner", "auditor")),
        ("martians", "street"),
    ],
)
@pytest.mark.parametrize("preview", [True, False])
async def test_without_the_right_it_is_forbidden(ask: Any, topic: str, role: str | None, preview: bool):
    reply = await ask(LOAD, role, topic=topic, file=table(*AREAS), preview=preview)
    assert reply["errors"][0]["extensions"]["code"] == ("FORBIDDEN" if role else "UNAUTHENTICATED")


@pytest.mark.usefixtures("loads_removed")
async def test_a_preview_writes_nothing_a_load_does_and_twice_is_once(ask: Any, graph: Graph):
    before = (await network.read(graph)).version
    found = await load(ask, "areas", table(*AREAS))
    assert (found["preview"], found["read"], found["written"], found["unchanged"]) == (True, 1, 1, 0)
    assert found["sample"] == [{"row": 2, "cells": [NEW, "载入试验社区", "社区", f"{STREET} = 洪桥街道"]}]
    assert (await network.read(graph)).version == before
    done = await load(ask, "areas", table(*AREAS), preview=False)
    assert (done["preview"], done["written"], done["rejected"]) == (False, 1, 0)
    held = await network.read(graph)
    assert held.areas[NEW].name == "载入试验社区"
    again = await load(ask, "areas", table(*AREAS), preview=False)
    assert (again["written"], again["unchanged"]) == (0, 1)
    assert (await network.read(graph)).version == held.version


async def test_the_shipped_areas_stand_already(ask: Any, graph: Graph):
    held = (await network.read(graph)).areas
    rows = [f"{a.code},{a.name},{a.level},{a.parent},{a.authority},{a.source},{a.source_date}" for a in held.values()]
    rows = [r for r in rows if r.startswith("440104001")]
    found = await load(ask, "areas", table("code,name,level,parent_code,authority,source,source_date", *rows))
    assert (found["unchanged"], found["written"], found["rejected"]) == (len(rows), 0, 0)


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("440105001999,外区社区,社区,440105001000", "parent_code", "row.parent_not_loaded"),
        (f"{NEW},外区社区,社区,440105001000", "parent_code", "cell.parent_not_of_code"),
        (f"440104001007,改级,街道,{STREET}", "level", "cell.level_not_of_code"),
        (f"{NEW},颠倒,社区,{COMMUNITY}", "parent_code", "cell.parent_not_of_code"),
        ("440104000000,越秀区,区,440100000000", "parent_code", "row.outside_your_areas"),
        (f"44010400199X,坏代码,社区,{STREET}", "code", "cell.not_an_area_code"),
        (f"{NEW},甲,火星,{STREET}", "level", "cell.unknown_level"),
        (f"{NEW},甲,社区,{NEW}", "parent_code", "cell.parent_wrong"),
    ],
)
async def test_a_wrong_row_is_told_by_row_and_column(ask: Any, row: str, column: str, reason: str):
    found = await load(ask, "areas", table(AREAS[0], row))
    (reject,) = found["rejects"]
    assert (found["written"], reject["row"], reject["column"], reject["reason"]) == (0, 2, column, reason)
    assert reject["message"]


async def test_nothing_outside_ones_areas_is_filed(ask: Any):
    rows = (f"O60,{COMMUNITY},2026-10-08,排查记录,L-8", "O60,440104003104,2026-10-08,排查记录,L-9")
    found = await load(ask, "records", table("义务,对象,发生日期,证据,编号", *rows), "street")
    assert (found["written"], [r["row"] for r in found["rejects"]]) == (1, [3])
    assert found["rejects"][0]["reason"] == "row.outside_your_areas"
    assert (await load(ask, "records", table("义务,对象,发生日期,证据,编号", *rows), "centre"))["written"] == 2


async def test_headings_that_nobody_knows_are_suggested_and_mapped(ask: Any):
    file = table("区划码,社区名称,层次,上级区划代码,备柱", f"{NEW},载入试验社区,社区,{STREET},x")
    found = await load(ask, "areas", file)
    assert {m["code"] for m in found["missing"]} <= {"code", "name", "level", "parent_code"}
    assert found["missing"]
    assert found["read"] == 0
    suggested = {h["heading"]: h["suggested"] for h in found["columns"]}
    assert suggested["上级区划代码"] == "parent_code"
    error = await refused(ask, "areas", file, preview=False)
    assert (error["code"], error["reason"]) == ("FILE_REFUSED", "file.columns_missing")
    said = {"区划码": "code", "社区名称": "name", "层次": "level", "上级区划代码": "parent_code", "备柱": None}
    columns = [{"heading": h, "column": c} for h, c in said.items()]
    mapped = await load(ask, "areas", file, columns=columns)
    assert (mapped["missing"], mapped["written"], mapped["rejected"]) == ([], 1, 0)
    twice = await refused(ask, "areas", file, columns=[{"heading": h, "column": "code"} for h in said])
    assert (twice["code"], twice["reason"]) == ("BAD_USER_INPUT", "load.column_twice")
    wrong = await refused(ask, "areas", file, columns=[{"heading": "区划码", "column": "martian"}])
    assert (wrong["code"], wrong["reason"]) == ("BAD_USER_INPUT", "load.no_such_column")


async def test_outlines_are_not_uploaded(ask: Any):
    error = await refused(ask, "outlines", table("{}", name="a.geojson"))
    assert (error["reason"], error["allowed"]) == ("input.not_allowed", TOPICS)
