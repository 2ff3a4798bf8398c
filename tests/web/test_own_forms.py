"""A body's own form on its page: a name that is not known is told, and a good one is filled for an item."""

import base64
import re
from collections.abc import AsyncIterator

import httpx
import pytest

from graph_model.graph import Graph
from tests.api.loads import delete
from tests.api.test_own_forms import FORMS, KEYS, form
from tests.web.casework import CLEAN, hidden
from tests.web.conftest import Seat
from tests.web.test_casework_desk import registered


@pytest.fixture(autouse=True)
async def removed(graph: Graph) -> AsyncIterator[None]:
    yield
    await delete(graph, FORMS, KEYS, *CLEAN)


async def send(desk: httpx.AsyncClient, line: str, do: str) -> httpx.Response:
    page = (await desk.get("/paper/own")).text
    area = re.search(r'<option value="(\d{12})"', page)
    assert area, page
    given = {"key": hidden(page, "key"), "name": "受理单", "kind": "REPORT", "area": area[1], "do": do}
    return await desk.post("/paper/own", data=given, files={"file": ("x.docx", base64.b64decode(form(line)))})


async def test_a_form_is_looked_at_loaded_and_filled(seat: Seat):
    desk = seat("director")
    wrong = await send(desk, "{{孩子的星座}}", "load")
    assert (wrong.status_code, "不认得：孩子的星座" in wrong.text) == (422, True)
    assert "名称都认得" in (await send(desk, "{{编号}}", "look")).text
    assert (await send(desk, "{{编号}}", "load")).status_code == 303
    assert "受理单" in (await desk.get("/paper/own")).text
    where = await registered(desk)
    found = re.search(rf'href="({where}/own/\w+)">受理单<', (await desk.get(where)).text)
    assert found
    assert "做什么用" in (await desk.get(found[1])).text
    got = await desk.get(found[1], params={"for": "FILE"})
    assert got.status_code == 200
    assert got.content.startswith(b"PK")
    assert got.headers["cache-control"] == "no-store"
    deleted = await desk.post("/paper/own", data={"delete": found[1].rpartition("/")[2]}, files={"none": b""})
    assert (deleted.status_code, "受理单" in (await desk.get("/paper/own")).text) == (303, False)
