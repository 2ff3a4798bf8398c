"""The page of who is on duty, and what is told of it where a report is registered."""

from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from graph_model.duty import roster
from graph_model.graph import Graph
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.duty.roster import Shift
from knowledge.roles import ActorRole
from loaders.shipped.load import DEMO_COMMUNITY
from network.entities import Actor
from tests.api.loads import delete
from tests.web.casework import CLEAN, WORDS, hidden
from tests.web.conftest import Seat
from web.duty.page import alike, by_day, untold


@pytest.fixture(autouse=True)
async def on_duty(graph: Graph) -> AsyncIterator[None]:
    now = datetime.now(SHANGHAI)
    hour = timedelta(hours=1)
    shift = Shift("test-web", DEMO_COMMUNITY, 1, "demo-duty_desk", now - hour, now + hour, "0000-1", source="test")
    await graph.write(Actor("x", ActorRole.LEAD, (DEMO_COMMUNITY,)), roster.put, [shift])
    yield
    await delete(graph, "MATCH (s:Shift {source: 'test'}) DETACH DELETE s", *CLEAN)


async def test_the_page_tells_who_is_on_and_who_may_load(seat: Seat):
    page = (await seat("director").get("/duty")).text
    assert "街道总值班" in page.split("</section>")[0]
    assert "0000-1" in page
    assert "系统不打电话" in page
    assert "不发短信" not in page, "notices go out where a channel is set"
    assert "/load?topic=rosters" not in page
    assert "/load?topic=rosters" in (await seat("street").get("/duty")).text
    assert 'href="/duty"' in (await seat("director").get("/work")).text


def hours(day: int, since: str, until: str, *, days: int = 0) -> dict[str, Any]:
    begins, ends = (f"2026-12-{d:02}T{at}:00+08:00" for d, at in ((day, since), (day + days, until)))
    return {"since": begins, "until": ends, "area": {"name": "一街"}}


def test_the_same_hours_of_several_days_are_one_line():
    gaps = [hours(1, "16:44", "17:30"), *(hours(d, "09:00", "17:30") for d in range(2, 9))]
    assert [g["text"] for g in alike(gaps)] == [
        "12月1日 周二 16:44–17:30",
        "9:00–17:30，7 次：12月2日 周三 到 12月8日 周二",
    ]


def test_shifts_stand_under_the_day_on_which_they_begin_and_todays_first():
    shifts = [hours(1, "00:00", "00:00", days=7), hours(3, "17:30", "09:00", days=1), hours(4, "08:00", "18:00")]
    days = by_day(shifts, date(2026, 12, 3))
    assert [(d["day"], [s["hours"] for s in d["rows"]]) for d in days] == [
        ("12月3日 周四", ["12月1日 周二 0:00–12月8日 周二 0:00", "17:30–次日 9:00"]),
        ("12月4日 周五", ["8:00–18:00"]),
    ]


async def test_whoever_registers_is_told_who_is_on_duty_and_it_stands_on_her_list(seat: Seat):
    desk = seat("director")
    form = (await desk.get("/report", follow_redirects=True)).text
    given = {"f-area": DEMO_COMMUNITY, "f-channel": "PHONE", "f-said": WORDS, "f-urgency": "TODAY", "f-ageAbout": "9"}
    told = (await desk.post("/report", data={"do": "reportRegister", "key": hidden(form, "key"), **given})).text
    assert "0000-1" in told
    assert "街道总值班" in told
    code = told.split('action="/item/')[1].split('"')[0]
    assert "0000-1" in (await desk.get(f"/item/{code}")).text
    hers = (await seat("duty_desk").get("/work")).text
    assert hers.count(f'href="/item/{code}"') == 1, "once: among her own, not among the new ones too"


async def test_what_is_typed_back_by_file_is_named_beside_the_forms(seat: Seat):
    assert "/load?topic=visit_forms" in (await seat("director").get("/paper")).text
    assert "/load?topic=visit_forms" not in (await seat("school").get("/paper")).text


async def test_a_notice_that_no_channel_takes_is_said_on_the_page(seat: Seat, graph: Graph):
    put = (
        "MERGE (x:Notice {key: 'test-duty'}) SET x.day = date('2031-01-01'), x.waiting = datetime('2001-01-01T00:00Z')"
    )
    try:
        await delete(graph, put)
        assert "有通知没有送出去" in (await seat("director").get("/duty")).text
    finally:
        await delete(graph, "MATCH (x:Notice {key: 'test-duty'}) DELETE x")


def test_a_notice_has_some_minutes_to_go_out():
    at = datetime.now(SHANGHAI)
    since = [None, *((at - timedelta(minutes=n)).isoformat() for n in (1, 16))]
    assert [bool(untold(s, at)) for s in since] == [False, False, True]
