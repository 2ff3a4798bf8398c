"""Files on the phone page: one is sent with the form, told by its content, and taken away under a name of no child."""

import re
from collections.abc import AsyncIterator

import httpx
import pytest

from graph_model.graph import Graph
from tests.api.loads import delete
from tests.support.casework import PHOTO
from tests.web.casework import CLEAN, hidden
from tests.web.conftest import Seat
from tests.web.test_casework_desk import registered
from web.casework.taking import LARGEST

NAMED = "王小明的身份证.jpg"


@pytest.fixture(autouse=True)
async def removed(graph: Graph) -> AsyncIterator[None]:
    yield
    await delete(graph, "MATCH (p:FilePart) DETACH DELETE p", *CLEAN)


async def attach(desk: httpx.AsyncClient, where: str, content: bytes, key: str = "file", **more: str) -> httpx.Response:
    page = (await desk.get(where, params={"do": "reportAttach"})).text
    assert 'enctype="multipart/form-data"' in page
    given = {"do": "reportAttach", "key": f"{key}{where}"[-60:], "revision": hidden(page, "revision"), **more}
    return await desk.post(where, data=given, files={"file": (NAMED, content, "text/html")})


async def test_a_photo_is_attached_and_taken_away_safely(seat: Seat):
    desk = seat("director")
    where = await registered(desk)
    sent = await attach(desk, where, PHOTO.content, **{"file-as": "attachment", "f-attachmentAbout": "聊天截图"})
    assert sent.status_code == 303
    page = (await desk.get(where)).text
    found = re.search(rf'href="({where}/file/\d+/attachment)">聊天截图<', page)
    assert found, page
    assert NAMED not in page
    got = await desk.get(found[1])
    assert (got.status_code, got.content, got.headers["content-type"]) == (200, PHOTO.content, "image/jpeg")
    told = got.headers["content-disposition"]
    assert told.startswith("attachment; filename=")
    assert told.isascii()
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["cache-control"] == "no-store"
    assert "sandbox" in got.headers["content-security-policy"]
    other = await seat("arbiter").get(found[1])
    assert (other.status_code, PHOTO.content in other.content) == (404, False)
    nobody = await seat("director").get(re.sub(r"\d+/attachment$", "99999999999/attachment", found[1]))
    assert nobody.status_code == 404


async def test_what_is_not_taken_is_said_and_what_was_typed_stands(seat: Seat):
    desk = seat("director")
    where = await registered(desk)
    page = await attach(desk, where, b"<html>", **{"file-as": "attachment", "f-attachmentAbout": "聊天截图"})
    assert page.status_code == 422
    assert "JPEG" in page.text
    assert "聊天截图" in page.text
    unsaid = await attach(desk, where, PHOTO.content, "unsaid")
    assert unsaid.status_code == 422
    large = await attach(desk, where, PHOTO.content + bytes(LARGEST + 2**17), "large")
    assert large.status_code == 413
    assert "8 MB" in large.text
