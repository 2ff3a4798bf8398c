"""办事单: one sentence, a place, and the page says what to do by when; a case by its code; one page of paper."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from playwright.async_api import Browser, Page, expect

from tests.web.conftest import Site, fits, flaws, opened, printed, sign_in, unfolded

GRANDMOTHER = "9岁，父亲服刑，母亲失联14个月，随外婆，本区户籍"
PLACE = "三眼井社区居委会"
SYJ = "440104001007"
FORM = {"words": GRANDMOTHER, "at": SYJ}


async def described(page: Page, words: str = GRANDMOTHER) -> None:
    await page.goto("/sheet")
    await page.get_by_label("说说什么事").fill(words)
    await page.get_by_label("孩子在哪里").fill(PLACE)
    await page.get_by_role("button", name="看怎么办").click()
    await page.get_by_role("heading", name="还不能办").wait_for()


@asynccontextmanager
async def asked(site: Site, role: str = "") -> AsyncIterator[httpx.AsyncClient]:
    """A visitor without a browser."""
    async with httpx.AsyncClient(base_url=site.url, follow_redirects=True, timeout=60) as client:
        if role:
            await client.post("/sign-in", data={"role": role})
        yield client


async def test_one_sentence_gives_what_to_do_by_when_and_each_tap_moves_it(page: Page):
    await described(page)
    titles = [t.split()[-1] for t in await page.locator("main h2").all_inner_texts()]
    assert titles[0] == "现在"
    assert titles[-4] in {"今天", "本周"}, "by the day of the week and the hour"
    assert titles[-3:] == ["能办", "差一问", "还不能办"]
    await expect(page.get_by_text("金额：标准未载入")).to_be_visible()
    address, _, facts = page.url.partition("#")
    assert "age=9" in facts
    assert "age" not in address
    assert not await flaws(page)
    await fits(page)
    await page.locator("#ask > summary").click()
    question = page.get_by_role("group", name="家里有没有被认定为低保")
    await question.get_by_role("button", name="最低生活保障家庭").press("Enter")
    await expect(page.get_by_role("status")).to_contain_text("最低生活保障：能办了")
    await expect(page.locator("#can")).to_contain_text("最低生活保障")
    await page.get_by_role("group", name="孩子是不是没有生活来源").get_by_role("button", name="不知道").click()
    await expect(page.get_by_role("status")).to_contain_text("先空着")
    await expect(page.get_by_role("group", name="孩子是不是没有生活来源")).to_have_count(0)
    assert await printed(page) == 1, "what is told stands on one page of A4"
    await page.get_by_text("一页文字").click()
    await page.get_by_role("button", name="复制文字").click()
    assert "脱敏" in await page.evaluate("navigator.clipboard.readText()")


async def test_a_phone_without_script_does_the_same(browser: Browser, site: Site):
    async with opened(browser, site, 360, is_mobile=True, has_touch=True, java_script_enabled=False) as page:
        await described(page)
        assert "fatherState" not in page.url
        await page.locator("#ask > summary").click()
        await page.get_by_role("button", name="都不是").click()
        await expect(page.get_by_role("status")).to_contain_text("最低生活保障：")
        await expect(page.get_by_role("button", name="打印一页")).to_have_count(0)


HARMED = "六榕街有个9岁男孩昨晚被爸爸用皮带打，手臂有淤青，邻居今早跟我说的"


@pytest.mark.parametrize("words", [GRANDMOTHER, HARMED], ids=["calm", "danger"])
async def test_what_is_for_now_stands_above_the_folds_and_all_on_one_page_of_paper(page: Page, words: str):
    await page.goto("/sheet")
    await page.get_by_label("说说什么事").fill(words)
    await page.keyboard.press("Enter")
    await page.get_by_role("heading", name="现在").wait_for()
    await unfolded(page)
    assert await printed(page) == 1


async def test_danger_comes_first_with_a_number_to_dial(site: Site):
    async with asked(site) as client:
        reply = await client.post("/sheet", data={"words": "6岁，一个人在家，没人照料，手在流血", "at": SYJ})
    main = reply.text[reply.text.index("<main") :]
    assert main.index("tel:120") < main.index("办什么")


async def test_a_place_that_may_be_several_is_chosen_and_without_one_the_district_answers(site: Site):
    async with asked(site) as client:
        several = (await client.post("/sheet", data={"words": GRANDMOTHER, "place": "白云"})).text
        none = (await client.post("/sheet", data={"words": GRANDMOTHER})).text
    assert several.count('value="take:at=') > 1
    assert "本周" not in several
    assert "没写地方" in none
    assert "差一问" in none


async def test_adults_and_what_is_nothing_of_ours_are_told_where_to_go(site: Site):
    async with asked(site) as client:
        adult = (await client.post("/sheet", data={"fact.age": "19", "at": SYJ})).text
        other = (await client.post("/sheet", data={"words": "我想补办一张公交卡", "at": SYJ})).text
    assert "已满18周岁" in adult
    assert "差一问" not in adult
    assert "不出办事单" in other


async def test_nothing_known_begins_with_one_question(site: Site):
    async with asked(site) as client:
        page = (await client.get("/sheet", params={"at": SYJ})).text
        old = await client.get("/referral")
    first = page[page.index('class="card first"') :]
    assert first.index('class="question"') < first.index('class="cols three"')
    assert old.url.path == "/sheet"


async def test_a_case_is_found_by_code_and_pseudonym_and_its_steps_begin_in_one_press(page: Page):
    await sign_in(page, "儿童主任")
    await page.goto("/sheet")
    await page.get_by_label("说说什么事").fill("演示儿童")
    await page.keyboard.press("Enter")
    first = page.locator(".rows a").first
    code = ((await first.get_attribute("href")) or "").partition("case=")[2]
    await first.click()
    await expect(page.get_by_text(f"个案 {code}")).to_be_visible()
    assert not await flaws(page)
    await page.get_by_role("button", name="记成任务").first.click()
    assert page.url.endswith(f"/item/{code}")
    await expect(page.locator("textarea").first).not_to_have_value("")


async def test_the_full_print_is_given_with_right_and_purpose_only(site: Site):
    async with asked(site, "director") as client:
        page = (await client.get("/sheet", params={"case": "case-demo-0001"})).text
        given = await client.post("/sheet/full", data={"case": "case-demo-0001", "purpose": "转介会商"})
        without = await client.post("/sheet/full", data={"case": "case-demo-0001", "purpose": " "})
    assert 'action="/sheet/full"' in page
    assert (given.status_code == 200) == ("转介会商" in given.text)
    assert given.status_code == 200 or "没有看完整版的权限" in given.text
    assert without.status_code == 403
    assert "<pre" not in without.text


async def test_a_report_begins_with_what_was_told(site: Site):
    async with asked(site, "director") as client:
        page = (await client.post("/sheet", data=FORM)).text
        fields = dict(re.findall(r'<input type="hidden" name="(f-\w+|do|fill)" value="([^"]*)">', page))
        form = (await client.post("/report", data=fields)).text
    assert fields["do"] == "reportRegister"
    assert f"{GRANDMOTHER}</textarea>" in form


async def test_what_is_told_beside_a_case_is_refused_and_not_dropped(site: Site):
    """By whatever form or address; the page of a case has no field for it."""
    case = {"case": "case-demo-0001"}
    async with asked(site, "director") as client:
        alone = await client.get("/sheet", params=case)
        refused = [await client.post("/sheet", params=case, data=form) for form in (FORM, {"fact.age": "9"})]
        refused += [await client.get("/sheet", params={**case, **more}) for more in ({"at": SYJ}, {"matter": "M36"})]
    assert alone.status_code == 200
    assert not re.findall(r'<form[^>]*action="[^"]*case=', alone.text)
    for page in refused:
        assert page.status_code == 422
        assert "没有用上" in page.text
        assert "演示儿童" not in page.text


async def test_a_case_is_shown_to_nobody_without_the_right(site: Site):
    for role in ("", "planner", "auditor"):
        async with asked(site, role) as client:
            page = await client.get("/sheet", params={"case": "case-demo-0001"})
            begin = (await client.post("/sheet", data={"words": "演示儿童"})).text
        assert page.status_code in {403, 404}, role
        assert "演示儿童" not in page.text
        assert "case-demo" not in begin
