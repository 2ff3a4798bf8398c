"""谁负责: one sentence leads to an answer on one screen; every view has an address; everything works without script."""

import re
from urllib.parse import unquote, urlsplit

import httpx
import pytest
from playwright.async_api import Browser, Page, expect

from tests.web.conftest import Site, fits, flaws, opened, sign_in, unfolded

WORDS = "三眼井社区居委会发现，一个13岁女孩怀孕了，妈妈不让说"


async def typed(page: Page, words: str) -> None:
    await page.goto("/who")
    await page.get_by_label("说说什么事").fill(words)
    await page.keyboard.press("Enter")


def fold(page: Page, title: str):
    return page.locator("details", has=page.locator(f"summary b:text-is('{title}')"))


async def test_one_sentence_and_enter_give_the_answer_on_one_screen(page: Page):
    await typed(page, WORDS)
    await page.get_by_role("heading", name="现在做").wait_for()
    assert "matter=M08&at=440104001007" in page.url.partition("#")[0]
    assert "age" not in page.url.partition("#")[0], "a fact of the child is never sent with the address"
    assert "age=13" in page.url.partition("#")[2]
    assert await page.get_by_role("link", name="拨 110").get_attribute("href") == "tel:110"
    assert await page.locator(".steps > li").count() == 3
    await expect(page.get_by_label("说说什么事")).to_have_value(WORDS)
    shown = await page.locator(".mind").bounding_box()
    assert shown is not None
    assert shown["y"] + shown["height"] <= 768, "the answer, with whom not to ask first, stands on one screen"
    assert await page.evaluate("document.documentElement.scrollHeight") <= 900
    assert await page.locator("main button.main, main a.main").count() == 1
    assert not await flaws(page)
    await fits(page)
    await unfolded(page)


async def test_a_chip_that_was_removed_does_not_come_back_and_back_works(page: Page):
    await typed(page, WORDS)
    await page.get_by_role("button", name="去掉：13岁").click()
    await expect(page.locator(".chip", has_text="13岁")).to_have_count(0)
    assert "age" not in page.url
    await page.get_by_role("button", name="再看").click()
    await expect(page.locator("main")).not_to_have_attribute("aria-busy", "true")
    await expect(page.locator(".chip", has_text="13岁")).to_have_count(0)
    await page.go_back()
    await page.go_back()
    await expect(page.locator(".chip", has_text="13岁")).to_be_visible()
    assert "age=13" in page.url
    await expect(page.get_by_label("说说什么事")).to_have_value(WORDS)


async def test_the_whole_address_reproduces_the_answer_and_no_fact_is_sent_in_one(page: Page):
    sent: list[str] = []
    page.on("request", lambda r: sent.append(r.url))
    await page.goto("/who?matter=M08&at=440104001007#age=19")
    await expect(page.get_by_role("heading", name=re.compile("已满18周岁"))).to_be_visible()
    asked = [urlsplit(url) for url in sent]  # without the port, which is any number
    assert not [url for url in asked if "19" in f"{url.path}?{url.query}"]
    assert page.url.endswith("#age=19")


async def test_own_duty_and_a_missing_fact_take_one_tap(page: Page):
    await page.goto("/who?matter=M53&at=440104001007")
    await page.get_by_label("谁发现或报告").select_option(label="学校")
    await page.get_by_role("button", name="看", exact=True).click()
    await expect(page.get_by_text("你是：学校")).to_be_visible()
    questions = page.locator("#questions")
    await questions.locator("summary").first.click()
    before = page.url.partition("#")[0]
    group = questions.locator(".question").first
    await group.locator("button").first.click()
    await expect(page.locator(".chip")).to_have_count(4)
    assert page.url.partition("#")[0] == before


async def test_everything_known_can_be_changed_with_native_controls(page: Page):
    await typed(page, WORDS)
    await page.get_by_text("改", exact=True).click()
    await page.get_by_label("周岁", exact=True).fill("15")
    await page.get_by_label("孩子在哪里", exact=True).fill("洪桥街道")
    await page.locator("#change").get_by_role("button", name="照这样再查").click()
    await expect(page.locator(".chip", has_text="15岁")).to_be_visible()
    await expect(page.locator(".chip", has_text="洪桥街道")).to_be_visible()
    await expect(page.locator(".chip", has_text="13岁")).to_have_count(0)


async def test_why_not_and_may_they_are_answered_in_place(page: Page):
    await page.goto("/who?matter=M36&at=440104001007")
    await fold(page, "为什么不是…").locator("summary").first.click()
    await page.get_by_label("哪一类机构").select_option(label="街道未成年人保护工作站")
    await fold(page, "为什么不是…").get_by_role("button", name="看答案").click()
    await expect(fold(page, "为什么不是…").get_by_role("status")).to_contain_text("参与")
    await fold(page, "能不能…").locator("summary").first.click()
    await page.get_by_label("谁来做").select_option(index=1)
    await page.get_by_label("做什么").select_option(index=1)
    await fold(page, "能不能…").get_by_role("button", name="看答案").click()
    await expect(fold(page, "能不能…").get_by_role("status")).to_be_visible()


async def test_it_prints_with_every_quote(page: Page):
    await page.goto("/who?matter=M53&at=440104001007")
    await page.emulate_media(media="print")
    assert len(await page.pdf(format="A4")) > 50_000


async def test_it_all_works_without_script(browser: Browser, site: Site):
    async with opened(browser, site, java_script_enabled=False) as page:
        await page.goto("/who")
        await page.get_by_label("说说什么事").fill(WORDS)
        await page.get_by_role("button", name="看谁负责").click()
        await expect(page.get_by_role("heading", name="现在做")).to_be_visible()
        assert page.url.endswith("/who?matter=M08&at=440104001007")
        await page.locator("#heard > summary").click()
        await page.get_by_role("button", name="去掉：13岁").click()
        await expect(page.locator(".chip", has_text="13岁")).to_have_count(0)
        await page.locator("#basis > summary").click()
        await page.locator("#basis .quotes > summary").first.click()
        await expect(page.locator("#basis blockquote").first).to_be_visible()


async def test_a_report_begins_with_what_was_understood(page: Page):
    await sign_in(page, "儿童主任")
    await typed(page, "邻居说一个9岁男孩昨晚被他爸爸用皮带打了，胳膊上有印子")
    await expect(page.get_by_text("你是：居委会")).to_be_visible()
    await page.get_by_role("button", name="登记").first.click()
    await expect(page.locator("[name='f-ageAbout']")).to_have_value("9")
    await expect(page.locator("[name='f-urgency'][value='NOW']")).to_be_checked()
    await expect(page.locator("[name='f-said']")).to_have_value(re.compile("皮带"))


CASES = [
    ({"words": "孩子没人要了"}, 200, ["先按强制报告答", "临时监护", "拨 110", "现在做", "孩子没人要了"]),
    ({"words": "我是三眼井社区居委会的，同学欺负"}, 200, ["如果孩子现在不安全", "一般欺凌", "居委会"]),
    ({"words": "学校能不能搜学生的书包"}, 200, ["问：学校能不能搜学生的书包", "没有规定学校能不能"]),
    ({"words": "A boy of nine was beaten by his father"}, 200, ["只读得懂中文", "110"]),
    ({"words": "今天天气真好"}, 200, ["12345", "今天天气真好"]),
    ({"matter": "M08", "place": "哪里"}, 422, ["没认出“哪里”是哪里", 'value="哪里"']),
    ({"matter": "M08", "place": "哪里1"}, 422, ["门牌"]),
    ({"matter": "M08", "place": "syj"}, 200, ["三眼井社区居委会"]),
    ({"matter": "M08", "place": "东"}, 200, ["是哪一个地方"]),
    ({"matter": "M08", "at": "110101000000"}, 200, ["没载入不等于没有"]),
    ({"matter": "M08"}, 200, ["先按越秀区答"]),
    ({"matter": "M36", "at": "440104001007", "on": "1980-01-01"}, 422, []),
    ({"matter": "M36", "fact.age": "5", "fact.birthDate": "2010-01-01", "at": "440104001007"}, 422, ["5岁"]),
    ({"matter": "M999", "fact.age": "x", "fact.no": "1", "fact.sex": "<b>"}, 200, ["直接选事项"]),
    (
        {"matter": "M999", "on": "x", "fact.no": "1", "at": "440104001007"},
        200,
        ["没认出、没有算进去的", "哪一天", "一项情况"],
    ),
]


@pytest.mark.parametrize(("form", "status", "parts"), CASES)
async def test_whatever_is_sent_is_answered_well(site: Site, form: dict[str, str], status: int, parts: list[str]):
    async with httpx.AsyncClient(base_url=site.url, follow_redirects=True, headers={"origin": site.url}) as client:
        reply = await client.post("/who", data=form)
        assert reply.status_code == status
        assert not [part for part in parts if part not in reply.text]
        assert len(re.findall(r'class="(?:button )?main\b', reply.text)) <= 1, "one filled button a screen"
        assert not set(form) & {"words"} or form["words"] not in unquote(str(reply.url))


async def test_the_earlier_address_leads_here(site: Site):
    async with httpx.AsyncClient(base_url=site.url) as client:
        reply = await client.get("/responsibility?matter=M36&at=440104001007")
        assert reply.headers["location"] == "/who?matter=M36&at=440104001007"
