"""Files at items over GraphQL: whoever may read the class opens them, for the audit; nobody else sees any."""

import base64
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from graph_model.graph import Graph
from knowledge.casework.load import table
from knowledge.casework.rows import FieldType
from tests.api.conftest import answered
from tests.api.loads import delete
from tests.api.test_casework import MADE, Worker
from tests.support.casework import PHOTO

FILES = "query($c: String!) { item(code: $c) { revision files { name revision mediaType size about fieldClass } } }"
OPEN = """query($c: String!, $r: Int!, $n: String!) {
  item(code: $c) { file(revision: $r, name: $n) { mediaType size content } } }"""
CONTENT = base64.b64encode(PHOTO.content).decode()
FIELDS = {
    "attachment": "F7",
    "attachmentIdentity": "F2",
    "attachmentGuardian": "F3",
    "attachmentHealth": "F4",
    "attachmentVictim": "F5",
    "attachmentReporter": "F8",
}
"""Each kind of file with its class, written a second time."""
TEAM = {"director": {"F2", "F3", "F4", "F7", "F8"}, "street": {"F2", "F3"}, "arbiter": set[str]()}
"""Which of them each may open: she who is responsible and has recorded them herself, her supervisor, the arbiter."""


@pytest.fixture(autouse=True)
async def removed(graph: Graph) -> AsyncIterator[None]:
    yield
    await delete(graph, "MATCH (p:FilePart) DETACH DELETE p", *MADE)


@pytest.fixture
async def attached(ask: Any) -> str:
    """A report with a file of each kind."""
    director = Worker(ask, "director")
    code: str = (await director.register())["code"]
    await director.do("reportTake", code=code)
    for name in FIELDS:
        made = await director.do("reportAttach", key=name, code=code, attachmentAbout="材料", **{name: CONTENT})
        assert made["__typename"] == "WorkItem", made
    return code


async def listed(ask: Any, role: str, code: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = answered(await ask(FILES, role, c=code), "item")["files"]
    return found


async def opened(ask: Any, role: str | None, code: str, file: dict[str, Any]) -> Any:
    return await ask(OPEN, role, c=code, r=file["revision"], n=file["name"])


async def test_each_opens_what_she_may_read_and_sees_nothing_of_the_rest(ask: Any, attached: str, keys: Path):
    every = {f["name"]: f for f in await listed(ask, "director", attached)}
    rows = [f for f in table().kinds["report"].field if f.type is FieldType.FILE]
    assert len(rows) == len(FIELDS)
    assert {n: f["fieldClass"] for n, f in every.items()}.items() <= FIELDS.items()
    hidden = [{"name": n, "revision": 3 + k} for k, n in enumerate(FIELDS) if n not in every]
    for role, classes in TEAM.items():
        shown = {f["name"] for f in await listed(ask, role, attached)}
        assert shown == {n for n, c in FIELDS.items() if c in classes}, role
        for file in (*every.values(), *hidden):
            reply = await opened(ask, role, attached, file)
            if FIELDS[file["name"]] in classes:
                got = answered(reply, "item")["file"]
                assert base64.b64decode(got["content"]) == PHOTO.content, role
                assert got["mediaType"] == "image/jpeg"
            else:
                assert reply["errors"][0]["extensions"]["code"] == "NOT_FOUND", (role, file)
                assert CONTENT not in json.dumps(reply)
    for nobody in ("planner", "security", "auditor", None):
        assert "errors" in await opened(ask, nobody, attached, next(iter(every.values())))
    lines = [json.loads(x) for p in (keys.parent / "audit").glob("*.jsonl") for x in p.read_text("utf-8").splitlines()]
    last = [x for x in lines if "打开附件" in x.get("purpose", ())]
    assert {c for x in last for c in x["classes"]} >= {"F2", "F3", "F4", "F7"}
    assert all(CONTENT[:40] not in json.dumps(x) and "材料" not in json.dumps(x, ensure_ascii=False) for x in lines)


async def test_what_is_no_file_or_nobodys_is_refused_and_nothing_is_kept(ask: Any):
    director = Worker(ask, "director")
    code = (await director.register())["code"]
    for wrong in ("", "不是", base64.b64encode(b"<html>").decode(), base64.b64encode(PHOTO.content[:-2]).decode()):
        made = await director.do("reportAttach", key="w", code=code, attachment=wrong)
        assert made["__typename"] == "RefusedAction", wrong
    largest = table().largest_file
    big = base64.b64encode(PHOTO.content[:-2] + bytes(largest) + PHOTO.content[-2:]).decode()
    made = await director.do("reportAttach", key="w", code=code, attachment=big)
    assert (made["reason"], made["wrongFields"]) == ("FORM", ["attachment"])
    whole = base64.b64encode(PHOTO.content[:-2] + bytes(largest - 20) + PHOTO.content[-2:]).decode()
    made = await director.do("reportAttach", key="w", code=code, attachment=whole)
    assert made["__typename"] == "WorkItem", made
    for role in ("arbiter", "planner"):
        made = await Worker(ask, role).do("reportAttach", key="n", code=code, attachment=CONTENT)
        assert "NOT_YOURS" in made.values() or "FORBIDDEN" in made.values()
