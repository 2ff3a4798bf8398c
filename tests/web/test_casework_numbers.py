"""The numbers of a quarter on a page: each leads to its list, the address makes it again, both are taken as CSV."""

import re
from datetime import datetime

from knowledge.calendar.deadlines import SHANGHAI
from knowledge.casework.numbers.load import numbers
from tests.web.conftest import Seat
from web.casework.numbers import silent


async def test_each_number_leads_to_its_list(seat: Seat):
    desk = seat("street")
    page = (await desk.get("/work?list=numbers")).text
    links = re.findall(r'<a href="(/work\?list=numbers[^"]+number=[^"]+)">', page)
    assert len(links) == len(numbers())
    grades = next(x for x in links if "number=grades" in x).replace("&amp;", "&")
    assert re.search(r"quarter=\d{4}-Q[1-4]", grades), "the address names its quarter"
    one = (await desk.get(grades)).text
    assert len(re.findall(r'<td data-th="[^"]+"><a href="/item/', one)) > 0
    taken = await desk.get(f"{grades}&take=lines")
    assert taken.headers["content-type"].startswith("text/csv")
    assert taken.text.count("\n") > 1


async def test_the_page_of_the_area_leads_to_them(seat: Seat):
    assert 'href="/work?list=numbers"' in (await seat("street").get("/work?list=area")).text


def test_of_a_body_that_does_not_answer_is_said_who_is_asked_next():
    at = datetime(2026, 11, 30, 9, tzinfo=SHANGHAI)
    row = {
        "body": {"name": "甲小学"}, "since": "2026-11-23T09:00:00+08:00", "waiting": 2, "late": 1,
        "nextLine": {"name": "区教育局"}, "nextAt": "2026-11-27T00:00:00+08:00",
        "first": {"code": "T-1", "itemKindLabel": "送单", "stateLabel": "等对方接"},
    }  # fmt: skip
    said = silent(row, at)
    assert (said["body"], said["next"], said["waiting"], said["late"]) == ("甲小学", "区教育局", 2, 1)
    assert "11" in said["since"]
    nobody = silent({**row, "nextLine": None, "nextAt": None}, at)
    assert (nobody["next"], nobody["at"]) == ("没载入它的主管单位，请区里", "没有期限")


async def test_a_quarter_that_is_none_is_said_so(seat: Seat):
    assert (await seat("street").get("/work?list=numbers&quarter=2026-Q9")).status_code == 422
