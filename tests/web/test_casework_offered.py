"""What casework offers: every recipient, the near ones at once, any other by name; the way to a case that is there."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from graph_model.graph import Graph, Tx
from graph_model.rows import Statement
from knowledge.roles import ActorRole
from network.entities import Actor
from network.snapshot import Network
from tests.api.loads import delete
from tests.web.casework import CLEAN
from tests.web.conftest import Seat
from tests.web.test_casework import registered, stepped

LEAD = Actor("demo-lead", ActorRole.LEAD, ("440104000000",))
CASE = Statement(
    "case",
    "MATCH (c:Item) WHERE c.item = 'case' AND NOT c.ended AND c.holder = 'demo-director' "
    "RETURN c.id AS code, c.minor AS child, c.area AS area ORDER BY code LIMIT 1",
)


BENEFITS = """MATCH (n:Item) WHERE left(n.id, 2) = 'E-' AND n.root STARTS WITH 'case-' AND n.creator = 'demo-director'
OPTIONAL MATCH (n)-[:EVENT]->(v) OPTIONAL MATCH (v)-[:HOLDS]->(s) DETACH DELETE n, v, s"""


@dataclass(frozen=True, slots=True)
class OpenCase:
    """An open case of the director."""

    code: str
    child: str
    area: str


@pytest.fixture(autouse=True)
async def removed(graph: Graph) -> AsyncIterator[None]:
    yield
    await delete(graph, *CLEAN, BENEFITS)


@pytest.fixture
async def case(graph: Graph) -> OpenCase:
    async def first(tx: Tx) -> Any:
        return await tx.row(CASE, OpenCase)

    made: OpenCase = await graph.read(LEAD, first)
    return made


async def begun(desk: httpx.AsyncClient, case: OpenCase) -> str:
    """The address of a need of the child, just begun."""
    made = await stepped(desk, f"/item/{case.code}", "referralOpen", **{"f-need": "N08", "f-urgency": "WEEK"})
    return str(made.headers["location"].split("?")[0])


def options(page: str) -> set[str]:
    return set(re.findall(r'<option value="([^"]+)">', page))


async def test_whoever_is_near_is_offered_and_anybody_else_is_picked_by_name(
    seat: Seat, network: Network, case: OpenCase
):
    """Also schools, hospitals and service points; who is far away is taken by her whole name, found by a part of it."""
    desk = seat("director")
    need = await begun(desk, case)
    named = options((await desk.get(f"{need}?do=attemptSend")).text)
    above = [a.code for a in network.path(case.area)]
    near = [b for code in above for b in network.addressable.get(code, ())]
    assert {"school", "police", "community_health"} <= {b.kind for b in near}
    assert {b.name for b in near} <= named
    others = [b for area in network.areas for b in network.addressable.get(area, ()) if b.name not in named]
    far = others[-1]
    assert far.area not in above
    sent = {"f-way": "PHONE", "f-forThem": "只写要办的事"}
    part = await stepped(desk, need, "attemptSend", **sent, **{"f-recipient": far.name[:-1]})
    assert part.status_code == 422
    assert far.name in part.text
    assert "只写要办的事" in part.text
    whole = await stepped(desk, need, "attemptSend", **sent, **{"f-recipient": far.name})
    assert whole.status_code == 303, whole.text
    waiting = (await desk.get("/work")).text.split('aria-labelledby="others"')[1].split("</section>")[0]
    assert far.name in waiting


async def test_whoever_is_not_in_the_system_is_sent_to_by_people_and_named_on_the_paper(seat: Seat, case: OpenCase):
    desk = seat("director")
    need = await begun(desk, case)
    assert "do=attemptSendOut" in (await desk.get(need)).text
    given = {"f-elsewhere": "外区一家医院的康复科", "f-forThem": "请评估"}
    wrong = await stepped(desk, need, "attemptSendOut", **given, **{"f-way": "SYSTEM"})
    assert wrong.status_code == 422
    assert "从这里送不到" in wrong.text
    assert given["f-elsewhere"] in wrong.text
    made = await stepped(desk, need, "attemptSendOut", **given, **{"f-way": "LETTER"})
    assert made.status_code == 303, made.text
    sent = made.headers["location"].split("?")[0]
    assert given["f-elsewhere"] in (await desk.get(sent)).text
    paper = (await desk.get(f"{sent}/paper/referral", params={"for": "HAND"})).text
    assert given["f-elsewhere"] in paper
    assert "等对方单位" in (await desk.get("/work")).text.split('aria-labelledby="others"')[1].split("</section>")[0]
    bar = (await desk.get(need)).text.split('class="split-bar"')[1].split("</div>")[0]
    assert "对方单位" in bar


async def test_a_report_on_a_child_with_a_case_leads_there_and_offers_to_be_noted_in_it(seat: Seat, case: OpenCase):
    desk = seat("director")
    report = await registered(desk, **{"f-minor": case.child, "f-urgency": "WEEK"})
    assert "结束这份报告，记入那个个案" not in (await desk.get(report)).text, "nobody is responsible for it yet"
    taken = await stepped(desk, report, "reportTake")
    assert taken.status_code == 303, taken.text
    page = (await desk.get(report)).text
    note = page.split("不用再立一个")[1].split("</div>")[0]
    assert f'href="/item/{case.code}"' in note
    pressed = dict(re.findall(r'name="([\w-]+)" value="([^"]*)"', note))
    form = await desk.post(report, data=pressed)
    assert re.search(r'value="CASE_OPEN"[^>]*checked', form.text)
    assert "在处置" in form.text, "pressing fills a form in, and takes nothing"
    told = {"f-whyEnded": "CASE_OPEN", "f-reporterTold": "TOLD", "f-note": "同一件事"}
    ended = await stepped(desk, report, "reportEnd", **told)
    assert ended.status_code == 303, ended.text


async def test_after_a_body_has_sent_it_back_the_district_can_be_asked_from_the_need(seat: Seat, case: OpenCase):
    """Whose it is and who pays: one tap from the need to the form; also for the supervisor, on the sending itself."""
    desk = seat("director")
    need = await begun(desk, case)
    office = min(options((await desk.get(f"{need}?do=attemptSend")).text))
    made = await stepped(desk, need, "attemptSend", **{"f-recipient": office, "f-way": "PHONE"})
    sent = made.headers["location"].split("?")[0]
    assert "由谁办，请区里定" not in (await desk.get(need)).text, "the body has it"
    back = await stepped(desk, sent, "attemptRefuse", **{"f-whyRefused": "FULL", "f-evidence": "没有位子"})
    assert back.status_code == 303, back.text
    note = (await desk.get(need)).text.split("对方退回了")[1].split("</p>")[0]
    assert re.findall(r'href="([^"]+)"', note) == [f"{sent}?do=attemptDispute#do", f"{sent}?do=costsAsk#do"]
    offered = (await seat("street").get(sent)).text
    assert "do=attemptDispute" in offered
    assert "do=costsAsk" in offered
    asked = await stepped(desk, sent, "attemptDispute", **{"f-whyRefused": "FULL", "f-evidence": "还有位子"})
    assert asked.status_code == 303, asked.text
    assert "由谁办，请区里定" not in (await desk.get(need)).text
    assert "do=attemptSend" not in (await desk.get(need)).text, "nobody else gets it meanwhile"


async def test_the_proof_of_a_call_is_one_tap_from_the_case_when_its_report_has_ended(seat: Seat, case: OpenCase):
    desk = seat("director")
    report = await registered(desk, **{"f-minor": case.child, "f-urgency": "WEEK"})
    await stepped(desk, report, "reportTake")
    call = {"f-called": "POLICE", "f-answered": "true", "f-receipt": "JJ-20261130"}
    called = await stepped(desk, report, "reportCall", **call)
    assert called.status_code == 303, called.text
    told = {"f-whyEnded": "CASE_OPEN", "f-reporterTold": "TOLD", "f-note": "同一件事"}
    ended = await stepped(desk, report, "reportEnd", **told)
    assert ended.status_code == 303, ended.text
    card = (await desk.get(f"/item/{case.code}")).text.split('id="reports"')[1].split("</section>")[0]
    assert "打通电话 1 次" in card
    assert f'href="{report}/proof"' in card
    proof = (await desk.get(f"{report}/proof")).text
    assert "JJ-20261130" in proof
    assert 'id="reports"' not in (await desk.get(report)).text, "a report is not its own case"


async def test_a_paper_of_a_benefit_is_asked_for_and_recorded_in_one_tap_of_its_page(seat: Seat, case: OpenCase):
    desk = seat("director")
    begun = await stepped(desk, f"/item/{case.code}", "entitlementBegin", **{"f-service": "B02"})
    benefit = begun.headers["location"].split("?")[0]
    asked = await pressed(desk, benefit, "entitlementNeedPaper", **{"f-paper": "户口簿", "f-paperFrom": "WORKER"})
    assert "户口簿" in asked
    assert "我去拿" in asked
    there = await pressed(desk, benefit, "entitlementHavePaper")
    assert re.search(r"户口簿\s*<small>拿到了", there)
    assert 'value="entitlementHavePaper"' not in there
    more = await pressed(desk, benefit, "entitlementNeedPaper", **{"f-paper": "判决书", "f-paperFrom": "OFFICE"})
    assert more.count('value="entitlementHavePaper"') == 1


async def pressed(desk: httpx.AsyncClient, where: str, do: str, **more: str) -> str:
    """The card of the papers after its button for a step was pressed, sending only what stands in its form."""
    card = (await desk.get(where)).text.split('id="benefit-papers"')[1].split("</section>")[0]
    form = next(f for f in card.split("<form")[1:] if f'value="{do}"' in f)
    sent = dict(re.findall(r'type="hidden" name="([\w-]+)" value="([^"]*)"', form))
    made = await desk.post(where, data={**sent, **more}, follow_redirects=True)
    assert made.status_code == 200, made.text
    return made.text.split('id="benefit-papers"')[1].split("</section>")[0]
