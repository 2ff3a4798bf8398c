"""Files as clients send them, and the mutation that loads them."""

import base64
import io
from datetime import date
from typing import Any

import openpyxl

from graph_model.graph import Graph, Tx
from graph_model.rows import Statement
from knowledge.roles import ActorRole
from network.entities import Actor

ON = date(2026, 11, 25)
STREET, COMMUNITY, NEW = "440104001000", "440104001007", "440104001999"
CENTRE = Actor("demo-centre", ActorRole.CENTRE, ("440104000000",))
LOAD = """
mutation ($topic: String!, $file: FileInput!, $columns: [ColumnInput!], $preview: Boolean! = true) {
  loadFile(input: {topic: $topic, file: $file, columns: $columns, preview: $preview}) {
    result {
      __typename
      ... on LoadReport {
        preview read written unchanged repeated rejected
        columns { heading column suggested } missing { code }
        rejects { row column reason message params } sample { row cells }
      }
    }
  }
}
"""
AREAS = ("代码,名称,级别,上级代码", f"{NEW},载入试验社区,社区,{STREET}")
HEAD = "档案编号,社区,出生日期,户籍,父亲状况,父亲状况起始日"


def table(*lines: str, encoding: str = "utf-8", name: str = "a.csv") -> dict[str, str]:
    return handed("\n".join(lines).encode(encoding), name)


def handed(content: bytes, name: str = "a.csv") -> dict[str, str]:
    return {"name": name, "content": base64.b64encode(content).decode()}


async def delete(graph: Graph, *texts: str) -> None:
    """Run the statements, and raise the version of the network so that the service reads it again."""

    async def work(tx: Tx) -> None:
        for text in texts:
            await tx.write(Statement("delete", text))
        await tx.write(Statement("bump", "MATCH (v:NetworkVersion) SET v.number = v.number + 1"))

    await graph.write(CENTRE, work)


async def load(ask: Any, topic: str, file: dict[str, str], role: str | None = "centre", **more: Any) -> dict[str, Any]:
    reply = await ask(LOAD, role, topic=topic, file=file, **more)
    assert "errors" not in reply, reply
    report: dict[str, Any] = reply["data"]["loadFile"]["result"]
    assert report["__typename"] != "Job", "jobs are tested in test_long_load.py"
    return report


async def refused(ask: Any, topic: str, file: dict[str, str], **more: Any) -> dict[str, Any]:
    """The error of a load that is refused as a whole, its message beside the extensions."""
    reply = await ask(LOAD, "centre", topic=topic, file=file, **more)
    assert reply["data"] == {"loadFile": None}, reply
    (error,) = reply["errors"]
    return {"message": error["message"], **error["extensions"]}


TOPICS = [
    "areas",
    "bodies",
    "points",
    "schools",
    "posts",
    "population",
    "lists",
    "segments",
    "plans",
    "standards",
    "terms",
    "records",
    "children",
    "rosters",
    "candidates",
    "report_forms",
    "visit_forms",
    "assessment_forms",
    "referral_forms",
    "notification_forms",
    "delegation_forms",
    "handover_forms",
]
WORK = TOPICS[-8:]
"""Topics whose rows are about items that must be there."""


def book(*rows: tuple[str, ...]) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()
