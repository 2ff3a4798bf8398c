"""Loading children and evidence: sealed, audited, idempotent, a refused row leaves the others."""

import json
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from api.audit.chain import Keys
from api.audit.log import KEY
from api.audit.verify import entries
from graph_model.directory import snapshot as network
from graph_model.graph import Graph
from graph_model.obligations import evidence
from graph_model.obligations.evidence import Filed
from graph_model.persons import persons
from graph_model.persons.seal import Vault
from knowledge.errors import NotFound
from knowledge.obligations.standing import Record, Result
from knowledge.roles import ActorRole
from network.entities import Actor
from tests.api.loads import CENTRE, COMMUNITY, HEAD, ON, STREET, load, refused, table

ELSEWHERE = "440104010113"


@pytest.mark.usefixtures("loads_removed")
async def test_a_child_is_sealed_written_down_and_left_as_it_stands(ask: Any, graph: Graph, keys: Path):
    row = f"L-1,{COMMUNITY},2015-03-01,本区,服刑在押,2025-03-01"
    folder, audit = keys.parent / "audit", Keys.at(keys / KEY)
    before = len(list(entries(folder, audit)))
    preview = await load(ask, "children", table(HEAD, row))
    assert (preview["written"], preview["sample"]) == (1, [])
    with pytest.raises(NotFound):
        await graph.read(CENTRE, persons.dossier, "case-L-1", ON)
    done = await load(ask, "children", table(HEAD, row, name="张三档案.csv"), preview=False)
    assert (done["written"], done["rejected"]) == (1, 0)
    lines = [line for line in list(entries(folder, audit))[before:] if "ids" in line]
    assert {tuple(line["what"]) for line in lines} == {("loadFile",)}
    assert [line for line in lines if audit.id_of("L-1") in line["ids"]]
    assert "L-1" not in json.dumps(lines)
    assert "2015-03" not in json.dumps(lines)
    held = await graph.read(CENTRE, persons.dossier, "case-L-1", ON)
    with closing(Vault(keys)) as vault:
        assert b"2015" not in b"".join(blob for _, blob in held.blobs())
        street = persons.opened(vault, Actor("demo-street", ActorRole.STREET, (STREET,)), held)
    assert street.situation.birth_date == date(2015, 3, 1)
    changed = row.replace("2015", "2016")
    again = await load(ask, "children", table(HEAD, changed), preview=False)
    assert (again["written"], again["unchanged"]) == (0, 1)
    assert (await graph.read(CENTRE, persons.dossier, "case-L-1", ON)).f2 == held.f2


async def test_no_value_of_a_child_comes_back(ask: Any, caplog: pytest.LogCaptureFixture):
    rows = (f"L-7,{COMMUNITY},1999年秘密,本区,秘密,", "秘密编号!,440105999999,2015-03-01,本区,秘密,")
    found = await load(ask, "children", table(HEAD, *rows))
    assert [r["row"] for r in found["rejects"]] == [2, 3]
    assert found["rejects"][0]["column"] == "birth_date"
    for secret in ("秘密", "1999", "440105999999"):
        assert secret not in json.dumps(found, ensure_ascii=False)
        assert secret not in caplog.text
    bare = await refused(ask, "children", table("张三,2015-03-01,秘密", "李四,2016-03-01,秘密"))
    assert (bare["code"], bare["reason"]) == ("FILE_REFUSED", "file.no_header")
    assert "张三" not in bare["message"]


@pytest.mark.usefixtures("loads_removed")
async def test_evidence_is_filed_under_ones_own_name_and_a_key_keeps_its_content(ask: Any):
    head, row = "义务,对象,发生日期,证据,编号", f"O60,{COMMUNITY},2026-10-08,排查记录,L-2"
    done = await load(ask, "records", table(head, row), "street", preview=False)
    assert (done["written"], done["rejected"]) == (1, 0), done
    again = await load(ask, "records", table(head, row, row), "street", preview=False)
    assert (again["written"], again["unchanged"], again["repeated"]) == (0, 1, 1)
    other = await load(ask, "records", table(head, row.replace("10-08", "10-09")), "street", preview=False)
    assert other["written"] == 0
    assert other["rejects"][0]["reason"] == "row.key_has_another_record"


@pytest.mark.usefixtures("loads_removed")
async def test_a_key_of_evidence_elsewhere_is_as_one_that_nobody_has(ask: Any, graph: Graph):
    """A preview tells nothing of it, nor does the load; each keeps its own."""
    theirs = Filed(Record("L-3", "O60", None, ELSEWHERE, ON, ON, "survey", Result.OK), ELSEWHERE, "theirs")
    await evidence.file_one(graph, CENTRE, theirs)
    head, row = "义务,对象,发生日期,证据,编号", f"O60,{COMMUNITY},2026-10-08,排查记录,"
    for preview in (True, False):
        one, other = [
            await load(ask, "records", table(head, row + k), "street", preview=preview) for k in ("L-3", "L-4")
        ]
        assert str(one).replace("L-3", "L-4") == str(other)
        assert (one["written"], one["rejected"]) == (1, 0)
    again = await load(ask, "records", table(head, row + "L-3"), "street", preview=False)
    assert (again["written"], again["unchanged"]) == (0, 1)
    kept = (await graph.read(CENTRE, evidence.among, ["L-3"], [])).records["L-3"]
    assert kept
    assert evidence.same(kept, theirs.record)


@pytest.mark.usefixtures("loads_removed")
async def test_a_row_that_is_refused_leaves_the_others(ask: Any, graph: Graph):
    head = "类别,名称,区划,外部编码"
    # a kind that has no office in the street: the cleaning up takes the loaded one away
    rows = (f"妇联,载入试验妇联,{STREET},L-3", f"火星局,载入试验局,{STREET},", "司法所,载入试验外,440105001000,")
    done = await load(ask, "bodies", table(head, *rows), preview=False)
    assert (done["read"], done["written"], [r["row"] for r in done["rejects"]]) == (3, 1, [3, 4])
    names = {b.name for b in (await network.read(graph)).bodies.values()}
    assert "载入试验妇联" in names
    assert "载入试验局" not in names
