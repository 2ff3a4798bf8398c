"""Danger seen at a visit, the proof of a report, children for whom nobody is responsible: what strangers missed."""

import re
from collections.abc import AsyncIterator

import httpx
import pytest

from graph_model.graph import Graph
from tests.api.loads import delete
from tests.web.casework import CLEAN, WORDS, hidden
from tests.web.conftest import Seat


@pytest.fixture(autouse=True)
async def removed(graph: Graph) -> AsyncIterator[None]:
    yield
    await delete(graph, *CLEAN)


async def registered(desk: httpx.AsyncClient) -> str:
    """The address of a report of danger that nobody has taken."""
    page = (await desk.get("/report", follow_redirects=True)).text
    area = re.search(r'<option value="(\d{12})"', page)
    assert area, page
    given = {"f-area": area[1], "f-channel": "PHONE", "f-said": WORDS, "f-urgency": "NOW", "f-ageAbout": "9"}
    reply = await desk.post("/report", data={"do": "reportRegister", "key": hidden(page, "key"), **given})
    found = re.search(r'action="(/item/R-\w+)"', reply.text)
    assert found, reply.text
    return found[1]


async def call(desk: httpx.AsyncClient, where: str) -> httpx.Response:
    page = (await desk.get(where)).text
    given = {"do": "reportCall", "key": f"call{where}"[-60:], "revision": hidden(page, "revision")}
    return await desk.post(where, data={**given, "f-called": "POLICE", "f-answered": "true", "f-receipt": "JJ-77"})


async def test_danger_seen_at_a_visit_begins_with_the_call_and_is_hers_already(seat: Seat):
    desk = seat("director")
    visit = re.findall(r'href="(/item/V-[^"?]+)\?do=visitSeen', (await desk.get("/work")).text)[0]
    page = (await desk.get(visit, params={"do": "visitSeen"})).text
    given = {"do": "visitSeen", "key": f"danger{visit}"[-60:], "revision": hidden(page, "revision")}
    seen = {"f-danger": "true", "f-alone": "false", "f-noView": "TOO_YOUNG"}
    told = (await desk.post(visit, data={**given, **seen}, follow_redirects=True)).text
    main = told.split('<div id="lists"')[1]
    assert main.index('class="danger"') < main.index("记下了")
    strip, receipt = main.split("记下了")[0], main.split('class="told stack"')[1].split("</section>")[0]
    assert "tel:110" in strip
    assert re.search(r"还有 \d+ 分钟", strip)
    assert "已经由您负责" in receipt
    assert receipt.index("打电话") < receipt.index("走访 ·") if "走访 ·" in receipt else True
    untaken = told.split('aria-labelledby="untaken"')[1:]
    assert not untaken or "走访时发现" not in untaken[0]


async def test_a_call_leads_to_the_night_and_the_proof_has_every_second(seat: Seat):
    desk = seat("director")
    where = await registered(desk)
    assert (await call(desk, where)).status_code == 303
    page = (await desk.get(where)).text
    assert "孩子今晚" in page
    assert "再打：民政部门" in page
    assert "可能正有危险：先打110" not in page
    proof = (await desk.get(f"{where}/proof")).text
    assert len(re.findall(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", proof)) >= 3
    assert "JJ-77" in proof
    assert "儿童主任" in proof
    assert WORDS not in proof


async def test_whoever_may_take_a_report_over_reads_what_it_is_about_and_nobody_who_reported(seat: Seat):
    where = await registered(seat("director"))
    supervisor = (await seat("street").get(where)).text
    assert WORDS in supervisor
    assert "约 9 岁的孩子" in supervisor
    work = (await seat("street").get("/work")).text
    assert "约 9 岁的孩子" in work
    assert re.search(r"今天 \d+:\d\d 报", work)


async def test_children_without_anybody_are_work_of_the_station_and_several_are_given_at_once(seat: Seat):
    desk = seat("street")
    work = (await desk.get("/work")).text
    free = work.split('aria-labelledby="free"')[1].split("</section>")[0]
    ticks = re.findall(r'name="of" value="([^"]+)"', free)
    assert len(ticks) > 1
    assert "我来负责" in free
    assert "demo-" not in re.sub(r'(value|href)="[^"]*"', "", free)
    none = await desk.post("/work", data={"do": "caseTake", "key": hidden(free, "key"), "back": "free"})
    assert none.status_code == 422
    sent = {"do": "caseTake", "key": hidden(free, "key"), "back": "free", "of": ticks[:2]}
    for _ in range(2):  # the same form sent again is the same
        made = await desk.post("/work", data=sent)
        assert "2 个孩子换了负责人" in made.text
        assert f'value="{ticks[0]}"' not in made.text


async def test_the_children_of_one_worker_go_to_another_in_one_press(seat: Seat):
    desk = seat("street")
    area = (await desk.get("/work?list=area")).text
    numbers = re.findall(r"data-th=.没办完的.>([^<]*)<", area)
    assert numbers
    assert all(n.isdecimal() for n in numbers), numbers
    assert "demo-director" not in re.sub(r'href="[^"]*"', "", area)
    assert "还没有人负责" in area
    link = "/work?list=person&of=demo-director"
    assert link.replace("&", "&amp;") in area
    first: set[str] = set()
    for giver, taker in (("demo-director", "demo-street"), ("demo-street", "demo-director")):
        page = (await desk.get("/work", params={"list": "person", "of": giver})).text
        form = page.split('action="/work"')[1].split("</form>")[0]
        every = re.findall(r'name="every" value="([^"]+)"', form)
        assert " checked" not in form
        which = {"every": every, "all": "1"} if not first else {"of": [x for x in every if x.split(":")[0] in first]}
        first = first or {x.split(":")[0] for x in every}
        of = [x for x in every if x.split(":")[0] in first]
        given = {"do": "caseHandOver", "key": hidden(form, "key"), "back": f"person:{giver}", "f-owner": taker}
        assert f'value="{taker}"' in form
        assert "先选交给谁、为什么" in (await desk.post("/work", data=given | which)).text
        assert '<option value="LEFT">离岗、调动' in form
        given["f-whyGiven"] = "LEFT"
        made = (await desk.post("/work", data=given | which)).text
        assert f"{len(of)} 个孩子换了负责人" in made, made


async def test_a_case_shows_the_child_what_is_hidden_and_one_main_step(seat: Seat):
    work = (await seat("street").get("/work?list=person&of=demo-director")).text
    case = re.findall(r'href="(/item/case-[^"?]+)"', work)[0]
    page = (await seat("street").get(case)).text
    card = page.split('aria-labelledby="child"')[1].split("</section>")[0]
    for line in ("风险等级", "上次见到", "下次走访", "在办的待遇", "在办的转介"):
        assert line in card
    own = (await seat("director").get(case)).text.split('aria-labelledby="child"')[1].split("</section>")[0]
    assert "您看不到" in own
    deep = page.split("很少用、难撤回的", maxsplit=1)[1]
    assert "孩子身故" in deep
    assert "孩子身故" not in page.split("很少用、难撤回的", maxsplit=1)[0]
    chosen = (await seat("street").get(case, params={"do": "caseHandOver"})).text
    assert re.search(r'name="f-whyGiven" value="LEFT"[^>]* required', chosen)
    assert re.search(r'<option value="demo-director"[^>]*>[^<]*儿童主任', chosen)


async def test_whoever_ends_a_case_reads_why_and_what_speaks_against_it(seat: Seat):
    """And a case that was never assessed says by what is on file what must be done at once."""
    work = (await seat("director").get("/work?list=mine")).text
    case = next(x for x in re.findall(r'href="/item/(case-[^"?]+)"', work))
    page = (await seat("director").get(f"/item/{case}", params={"do": "caseProposeClose"})).text
    given = {"do": "caseProposeClose", "key": f"end{case}"[-60:], "revision": hidden(page, "revision")}
    said = {"f-whyClosed": "NEED_MET", "f-childView": "说可以了"}
    assert (await seat("director").post(f"/item/{case}", data=given | said)).status_code == 303
    page = (await seat("street").get(f"/item/{case}")).text
    ground = page.split('aria-labelledby="ground"')[1].split("</section>")[0]
    assert "问题解决了" in ground
    assert "没有评估过" in ground
    assert page.index('aria-labelledby="ground"') < page.index("批准结案")
    assert "不同意结案" in page.split('class="folds"')[1].split("</details>")[0]
    assert re.search(r"<details open><summary><b>[^<]*</b> <span[^>]*>[^<]*不同意结案", page)
    given = {"do": "caseKeep", "key": f"keep{case}"[-60:], "revision": hidden(page, "revision"), "f-note": "没有评估"}
    assert (await seat("street").post(f"/item/{case}", data=given)).status_code == 303


async def test_a_case_that_was_never_assessed_says_what_its_file_makes_urgent(seat: Seat):
    page = (await seat("street").get("/item/case-demo-0001")).text
    strip = page.split("按档案里写的")[1].split("</section>")[0]
    assert "110" in strip
    assert "/sheet?case=case-demo-0001" in strip


async def test_a_supervisor_sees_the_children_in_danger_first_and_why(seat: Seat):
    where = await registered(seat("director"))
    today = (await seat("street").get("/work")).text
    assert re.search(r'<a href="#danger">\d+ 个孩子处境危险', today)
    box = today.split('aria-labelledby="danger"')[1].split("</section>")[0]
    row = next(r for r in box.split("<li") if f'href="{where}"' in r)
    assert "说有危险，还没办完" in row
    whole = (await seat("street").get("/work?list=danger")).text
    assert f'href="{where}"' in whole
    assert "处境危险" not in (await seat("director").get("/work")).text
