"""A body's own form over GraphQL: checked, stored for an area, filled with what the caller may read, and deleted."""

import base64
import io
from collections.abc import AsyncIterator
from typing import Any

import pytest
from docx import Document

from graph_model.graph import Graph
from loaders.shipped.load import DEMO_COMMUNITY
from tests.api.conftest import answered
from tests.api.loads import delete
from tests.api.test_casework import MADE, Worker

PUT = """mutation($input: BodyFormInput!) { putBodyForm(input: $input) {
  form { code name area } unknown names { text means } knownNames } }"""
FILL = """query($c: String!, $f: String!, $for: PrintedFor!) {
  filledForm(code: $c, form: $f, printedFor: $for) { name mediaType content empty } }"""
LIST = "query($a: String!) { bodyForms(area: $a, kind: REPORT) { code name } }"
DELETE = "mutation($input: DeleteBodyFormInput!) { deleteBodyForm(input: $input) { code } }"

FORMS = "MATCH (f:OwnForm) DETACH DELETE f"
KEYS = "MATCH (c:Command) WHERE c.key STARTS WITH '[\"own_form\"' DETACH DELETE c"


@pytest.fixture(autouse=True)
async def removed(graph: Graph) -> AsyncIterator[None]:
    yield
    await delete(graph, FORMS, KEYS, *MADE)


def form(*lines: str) -> str:
    """A form in base64."""
    made = Document()
    for line in lines:
        made.add_paragraph(line)
    out = io.BytesIO()
    made.save(out)
    return base64.b64encode(out.getvalue()).decode()


async def put(ask: Any, role: str, content: str, **more: Any) -> Any:
    given = {"key": "f", "name": "本站受理单", "kind": "REPORT", "area": DEMO_COMMUNITY, "preview": False, **more}
    return answered(await ask(PUT, role, input={**given, "content": content}), "putBodyForm")


async def filled(ask: Any, role: str, code: str, own: str, purpose: str = "FILE") -> Any:
    return answered(await ask(FILL, role, c=code, f=own, **{"for": purpose}), "filledForm")


def text(made: Any) -> str:
    return "\n".join(p.text for p in Document(io.BytesIO(base64.b64decode(made["content"]))).paragraphs)


async def test_a_form_is_checked_stored_filled_and_deleted(ask: Any):
    wrong = await put(ask, "director", form("{{孩子的星座}} {{编号}}"))
    assert (wrong["form"], wrong["unknown"], "编号" in wrong["knownNames"]) == (None, ["孩子的星座"], True)
    lines = form("编号 {{编号}}", "报告内容 {{报告人怎么说的}}", "现在：{{状态}}")
    named = await put(ask, "director", lines, preview=True)
    said = next(f for f in named["knownNames"] if "说" in f)
    lines = form("编号 {{编号}}", f"内容 {{{{{said}}}}}", "现在：{{状态}}")
    looked = await put(ask, "director", lines, preview=True)
    assert (looked["form"], looked["unknown"]) == (None, [])
    own = (await put(ask, "director", lines))["form"]["code"]
    assert (await put(ask, "director", lines))["form"]["code"] == own
    listed: Any = answered(await ask(LIST, "director", a=DEMO_COMMUNITY), "bodyForms")
    assert listed == [{"code": own, "name": "本站受理单"}]
    director = Worker(ask, "director")
    code = (await director.register())["code"]
    made = await filled(ask, "director", code, own)
    assert f"编号 {code}" in text(made)
    assert "现在：新报" in text(made)
    assert made["name"] == f"本站受理单-{code}.docx"
    assert "某小学班主任" not in text(made)
    other = await filled(ask, "arbiter", code, own)
    assert "三年级学生身上有伤" not in str(other) + (text(other) if "content" in other else "")
    assert (await filled(ask, "planner", code, own))["code"] == "FORBIDDEN"
    refused = answered(await ask(DELETE, "planner", input={"code": own}), "deleteBodyForm")
    assert refused["code"] == "FORBIDDEN"
    assert dict(answered(await ask(DELETE, "street", input={"code": own}), "deleteBodyForm")) == {"code": own}
    assert (await filled(ask, "director", code, own))["code"] == "NOT_FOUND"


async def test_who_may_not_or_elsewhere_stores_nothing(ask: Any):
    lines = form("{{编号}}")
    assert (await put(ask, "planner", lines))["code"] == "FORBIDDEN"
    assert (await put(ask, "director", lines, area="440104000000", key="g"))["code"] == "NOT_FOUND"
    assert (await put(ask, "director", "不是"))["code"] == "BAD_USER_INPUT"
    listed: Any = answered(await ask(LIST, "director", a=DEMO_COMMUNITY), "bodyForms")
    assert listed == []
