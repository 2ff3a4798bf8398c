"""The numbers of a quarter on a page: each leads to its list, the address makes it again, both are taken as CSV."""

import re

from knowledge.casework.numbers.load import numbers
from tests.web.conftest import Seat


async def test_each_number_leads_to_its_list(seat: Seat):
    desk = seat("street")
    page = (await desk.get("/work?list=numbers")).text
    links = re.findall(r'<a href="(/work\?list=numbers[^"]+number=[^"]+)">', page)
    assert len(links) == len(numbers())
    grades = next(x for x in links if "number=grades" in x).replace("&amp;", "&")
    assert re.search(r"quarter=\d{4}-Q[1-4]", grades), "the address names its quarter"
    one = (await desk.get(grades)).text
    assert len(re.findall(r'<td data-th="[^"]+"><a href="/item/C-', one)) > 0
    taken = await desk.get(f"{grades}&take=lines")
    assert taken.headers["content-type"].startswith("text/csv")
    assert taken.text.count("\n") > 1


async def test_the_page_of_the_area_leads_to_them_and_says_who_does_not_answer(seat: Seat):
    page = (await seat("street").get("/work?list=area")).text
    assert 'href="/work?list=numbers"' in page
    assert 'id="silent"' in page


async def test_a_quarter_that_is_none_is_said_so(seat: Seat):
    assert (await seat("street").get("/work?list=numbers&quarter=2026-Q9")).status_code == 422
