"""今天、登记、一件事项, without a browser: what is recorded is said, nothing is lost, a refusal says why."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from api.access.tokens import issue, verifier
from api.app import create_app
from api.settings import Settings
from graph_model.access.sessions import Sessions
from graph_model.graph import Graph
from tests.api.conftest import TIMES
from tests.api.loads import delete
from tests.web.casework import CLEAN, WORDS, hidden
from tests.web.conftest import Seat
from web.casework.page import attach_casework
from web.frame.pages import BACKGROUND, Pages
from web.frame.session import COOKIE, Web


@pytest.fixture(autouse=True)
async def removed(graph: Graph) -> AsyncIterator[None]:
    yield
    await delete(graph, *CLEAN)


@pytest.fixture
def desk(seat: Seat) -> httpx.AsyncClient:
    return seat("director")


async def form(desk: httpx.AsyncClient, **more: str) -> dict[str, str]:
    """The form of a report as it is opened, filled in."""
    page = (await desk.get("/report", follow_redirects=True)).text
    area = re.search(r'<option value="(\d{12})"', page)
    assert area, page
    filled = {"do": "reportRegister", "f-area": area[1], "f-channel": "PHONE", "f-said": "有伤"}
    return {**filled, "key": hidden(page, "key"), **more}


async def registered(desk: httpx.AsyncClient, **more: str) -> str:
    reply = await desk.post("/report", data=await form(desk, **more))
    assert reply.status_code == 200, reply.text
    found = re.search(r'action="(/item/R-\w+)"', reply.text)
    assert found
    return found[1]


async def stepped(desk: httpx.AsyncClient, where: str, do: str, **more: str) -> httpx.Response:
    page = (await desk.get(where, params={"do": do})).text
    revision = re.search(r'name="revision" value="(\d+)"', page)
    given = {"do": do, "key": f"{where}{do}"[-60:], "revision": revision[1] if revision else "", **more}
    return await desk.post(where.split("?", maxsplit=1)[0], data=given)


async def test_danger_in_the_words_is_told_at_once_and_a_call_is_recorded_with_one_tap(desk: httpx.AsyncClient):
    given = await form(desk, **{"f-said": WORDS, "f-channel": "WECHAT", "f-urgency": "NOW"})
    reply = await desk.post("/report", data=given)
    assert 'role="alert"' in reply.text
    assert "tel:110" in reply.text
    assert WORDS not in reply.text
    today = (await desk.get("/work")).text
    strip = today.split('class="danger"')[1].split("</section>")[0]
    assert "还没有电话记录" in strip
    call = {name: hidden(strip, name) for name in ("do", "key", "revision", "f-called")}
    where = re.search(r'action="(/item/R-\w+)"', strip)
    assert where
    tried = await desk.post(where[1], data={**call, "f-answered": "false"}, follow_redirects=True)
    assert "没人接不算打过" in tried.text
    today = (await desk.get("/work")).text
    strip = next(s for s in today.split('class="danger"')[1:] if where[1] in s).split("</section>")[0]
    assert "没人接不算打过" in strip, "it stays on top until somebody answers"
    call = {name: hidden(strip, name) for name in ("do", "key", "revision", "f-called")}
    done = await desk.post(where[1], data={**call, "f-receipt": "JJ-1", "f-answered": "true"}, follow_redirects=True)
    assert "记下了" in done.text
    assert "打给谁：110报警" in done.text
    assert "还没有电话记录" not in (await desk.get("/work")).text


@pytest.mark.parametrize(("name", "value"), [("f-said", "   "), ("f-ageAbout", "-5")])
async def test_what_was_typed_stands_again_where_something_is_wrong(desk: httpx.AsyncClient, name: str, value: str):
    reply = await desk.post("/report", data=await form(desk, **{"f-number": "N-77", name: value}))
    assert reply.status_code == 422
    assert "N-77" in reply.text
    assert "$input" not in reply.text


async def test_what_is_registered_can_be_taken_and_says_what_comes_next(desk: httpx.AsyncClient):
    where = await registered(desk)
    assert where in (await desk.get("/work")).text
    taken = await stepped(desk, where, "reportTake")
    assert (taken.status_code, taken.headers["location"]) == (303, f"{where}?did=1")
    page = (await desk.get(taken.headers["location"])).text
    told = page.split('class="told stack"')[1].split("</section>")[0]
    assert "我来处置" in told
    assert "打电话，或者定急缓" in told, "her words tell danger: first the call"
    assert "由您" in told
    assert "有伤" in page
    assert "工作约定" not in page.split('class="folds"')[0].replace(re.findall(r"<details.*?</details>", page)[0], "")


async def test_a_form_sent_again_is_told_as_the_same_and_another_under_its_key_is_kept(desk: httpx.AsyncClient):
    given = await form(desk)
    first = await desk.post("/report", data=given)
    again = await desk.post("/report", data=given)
    codes = [re.findall(r"R-\w{9}", reply.text) for reply in (first, again)]
    assert codes[0] == codes[1]
    other = await desk.post("/report", data={**given, "f-said": "另一个孩子的事"})
    assert other.status_code == 422
    assert "另一个孩子的事" in other.text
    assert hidden(other.text, "key") != given["key"]


async def test_the_key_of_a_report_stands_in_its_address(desk: httpx.AsyncClient):
    opened = await desk.get("/report")
    assert opened.status_code == 303
    address = opened.headers["location"]
    assert hidden((await desk.get(address)).text, "key") == hidden((await desk.get(address)).text, "key")


async def test_a_report_that_another_page_fills_in_takes_no_step(desk: httpx.AsyncClient):
    before = (await desk.get("/work?list=untaken")).text.count("<li")
    reply = await desk.post("/report", data={"fill": "1", "said": "孩子没人管", "channel": "PHONE"})
    assert "孩子没人管" in reply.text
    assert re.search(r'value="PHONE" checked', reply.text)
    again = await desk.post("/report", data={"fill": "1", "said": "孩子没人管", "channel": "PHONE"})
    assert hidden(reply.text, "key") == hidden(again.text, "key")
    assert (await desk.get("/work?list=untaken")).text.count("<li") == before


async def test_a_refusal_keeps_what_was_typed_and_says_why(desk: httpx.AsyncClient):
    where = await registered(desk, **{"f-urgency": "NOW"})
    await stepped(desk, where, "reportTake")
    ending = {"f-whyEnded": "UNFOUNDED", "f-reporterTold": "TOLD", "f-note": "到校核实过"}
    early = await stepped(desk, where, "reportEnd", **ending)
    assert early.status_code == 422
    assert "现在不能做" in early.text


async def test_the_second_of_two_sees_who_was_first_and_the_new_state(desk: httpx.AsyncClient, seat: Seat):
    where = await registered(desk)
    revision = hidden((await desk.get(where)).text, "revision")
    await stepped(seat("street"), where, "reportTake")
    call = {"f-called": "POLICE", "f-answered": "true", "f-note": "我写的话"}
    late = await desk.post(where, data={"do": "reportCall", "key": "late", "revision": revision, **call})
    assert late.status_code == 422
    assert "街道（儿童督导员/站长）在 今天" in late.text
    assert "“在处置”" in late.text
    assert "demo-street" not in late.text
    assert "我写的话" in late.text


async def test_a_form_of_another_site_is_not_taken(desk: httpx.AsyncClient):
    where = await registered(desk)
    reply = await desk.post(where, data={"do": "reportTake", "key": "k5"}, headers={"origin": "http://evil.example"})
    assert reply.status_code == 403
    assert "还没有人接" in (await desk.get(where)).text


async def test_who_has_not_signed_in_is_sent_there_and_absent_is_404(desk: httpx.AsyncClient):
    assert (await desk.get("/item/R-222222222")).status_code == 404
    desk.cookies.clear()
    for path in ("/work", "/report?k=1", "/item/R-222222222"):
        reply = await desk.get(path)
        assert (reply.status_code, reply.headers["location"]) == (303, "/signin")


async def test_any_community_of_a_district_is_sought_by_its_name_and_confirmed(seat: Seat):
    lead = seat("lead")
    page = (await lead.get("/report", follow_redirects=True)).text
    assert page.count("<option value=") > 200
    given = {"do": "reportRegister", "key": "by-name", "f-channel": "PHONE", "f-said": "有伤"}
    narrowed = await lead.post("/report", data={**given, "f-area": "洪桥"})
    assert narrowed.status_code == 422
    assert "不止一个" in narrowed.text
    assert 1 < len(re.findall(r'<option value="\d{12}"', narrowed.text)) < 40
    absent = await lead.post("/report", data={**given, "f-area": "没有这个社区"})
    assert "没有找到" in absent.text
    like = await lead.post("/report", data={**given, "f-area": "三眼井"})
    assert like.status_code == 422, "what only resembles is not taken"
    assert "只有列表里这一个" in like.text
    [code] = re.findall(r'<option value="(\d{12})"', like.text)
    for name in (code, "三眼井社区居委会"):
        reply = await lead.post("/report", data={**given, "key": f"by-name-{name}", "f-area": name})
        assert "三眼井社区居委会" in reply.text
        assert "只有列表里这一个" not in reply.text


async def test_nothing_of_a_long_list_is_lost(seat: Seat):
    lead = seat("lead")
    seen, where = set[str](), "/work?list=all"
    for _ in range(3):
        page = (await lead.get(where)).text
        codes = set(re.findall(r'class="what"><a href="/item/([^"]+)"', page))
        assert len(codes) == 100
        assert not codes & seen
        seen |= codes
        onward = re.search(r'href="(/work\?list=all&amp;after=[^"]+)"', page)
        assert onward
        where = onward[1].replace("&amp;", "&")


async def test_what_was_sent_waits_for_others_and_its_body_is_named(desk: httpx.AsyncClient):
    today = (await desk.get("/work?list=mine")).text
    case = re.findall(r'href="/item/(case-[^"?]+)"', today)[0]
    begun = await stepped(desk, f"/item/{case}", "referralOpen", **{"f-need": "N08", "f-urgency": "WEEK"})
    need = begun.headers["location"].split("?")[0]
    page = (await desk.get(f"{need}?do=attemptSend")).text
    office = re.search(r'<option value="([^"]*派出所[^"]*)">', page)
    assert office
    await stepped(desk, need, "attemptSend", **{"f-recipient": office[1], "f-way": "PHONE"})
    shown = (await desk.get("/work")).text
    waiting = shown.split('aria-labelledby="others"')[1].split("</section>")[0]
    assert office[1] in waiting
    assert "等对方单位" in waiting
    page = (await desk.get(need)).text
    assert "N08" not in page
    assert "总共" in page
    assert office[1] in page.split('class="split-bar"')[1].split("</div>")[0]


async def test_the_report_to_merge_into_is_chosen_from_a_list(desk: httpx.AsyncClient):
    first, second = await registered(desk), await registered(desk, **{"f-said": "又说了一次"})
    page = (await desk.get(f"{second}?do=reportMerge")).text
    assert f'<option value="{first.removeprefix("/item/")}"' in page
    merged = await stepped(desk, second, "reportMerge", **{"f-into": first.removeprefix("/item/")})
    assert merged.headers["location"].startswith("/work?did=")


async def test_what_a_page_asks_by_itself_does_not_lengthen_the_session(graph: Graph, home: Path):
    settings, clock = Settings(TONGXIN_HOME=home), [datetime(2026, 11, 23, 9, tzinfo=UTC)]
    app: FastAPI = create_app(graph, verifier(settings), keys=settings.key_folder, times=TIMES)
    app.state.sessions = Sessions(graph, app.state.service.feed, 10, lambda: clock[0])
    app.state.service.sessions = app.state.sessions
    attach_casework(Pages(app, Web(app)))
    token = issue(settings, "demo-director")
    await app.state.sessions.begin(token)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://s", cookies={COOKIE: token}) as client:
        clock[0] += timedelta(seconds=8)
        assert (await client.get("/work", headers={BACKGROUND: "1"})).status_code == 200
        clock[0] += timedelta(seconds=3)
        assert (await client.get("/work", headers={BACKGROUND: "1"})).status_code == 303


async def test_another_page_begins_a_step_of_an_item_filled_in_and_takes_nothing(desk: httpx.AsyncClient):
    code = await registered(desk)
    reply = await desk.post(code, data={"do": "reportSetUrgency", "fill": "1", "f-urgency": "WEEK"})
    assert re.search(r'value="WEEK"[^>]*(checked|selected)', reply.text)
    assert "改急缓" in reply.text
