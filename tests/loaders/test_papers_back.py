"""Filled forms that begin something, and receipts, typed back from the lines of the form."""

from datetime import datetime, timedelta

from graph_model.casework import work
from graph_model.casework.store import Desk
from graph_model.casework.verify import verify
from graph_model.casework.work import WorkFilter
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.rulebook.book import Rulebook
from network.snapshot import Network
from tests.loaders.test_casework_files import (  # fixtures are imported too
    CLOCK,
    HERE,
    LIN,
    case_of,
    desk,
    do,
    item,
    network,
    reasons,
    sent,
    under,
    vault,
)

__all__ = ["desk", "network", "vault"]


async def test_a_mandatory_report_is_typed_back_with_its_call_and_its_child(
    desk: Desk, book: Rulebook, network: Network
) -> None:
    said, how, where = "说了什么（原话，可整段粘贴）", "怎么来的", "哪个社区"
    row = {
        "编号": "",
        said: "身上有伤",
        how: "来文",
        where: HERE,
        "急缓": "马上",
        "打给谁": "110报警",
        "打通了吗": "是",
    }
    child = {"孩子叫什么": "录回的孩子", "出生日期": "2018-03-01", "性别": "女"}
    rows = [row, row | {said: "第二个孩子", **child}, row | {said: ""}, row | {where: "没有这里", said: "第四份"}]
    wrong = {4: ("said", "casework.form"), 5: ("area", "cell.unknown_area")}
    preview = await sent(desk, book, network, "report_forms", *rows, preview=True)
    assert (preview.written, set(reasons(preview))) == (2, set(wrong)), reasons(preview)
    assert (await sent(desk, book, network, "report_forms", *rows)).written == 2
    again = await sent(desk, book, network, "report_forms", *rows[:2])
    assert (again.written, again.unchanged) == (0, 2)
    mine = [r.item() for r in await desk.graph.read(LIN, work.mine, WorkFilter(50, kind="report"))]
    free = [r.item() for r in await desk.graph.read(LIN, work.in_areas, WorkFilter(50, kind="report", area=HERE))]
    (taken,) = mine
    assert (taken.state, taken.minor is not None, taken.open["calls"]) == ("handling", True, 1)
    assert sorted(r.state for r in free) == ["handling", "new"]
    alike = await sent(desk, book, network, "report_forms", row | {said: "又一份", **child})
    assert reasons(alike) == {2: (None, "casework.likely")}, "it is told, and nothing is written"
    more = await sent(
        desk,
        book,
        network,
        "report_forms",
        {"编号": taken.id, said: "", how: "", where: "", "打给谁": "民政部门或者区中心", "打通了吗": "是"},
    )
    assert more.written == 1, reasons(more)
    assert (await verify(desk.graph, CLOCK, desk.table))[1] == []


async def test_a_confirmation_of_delegated_care_is_typed_back_as_far_as_it_is_filled(
    desk: Desk, book: Rulebook, network: Network
) -> None:
    case = await case_of(desk, "cw-f6")
    until = (datetime.now(SHANGHAI) + timedelta(days=90)).date().isoformat()
    why = {
        "编号": case,
        "为什么要委托（正当理由）": "外出务工",
        "托给谁、什么关系、怎么联系": "奶奶",
        "委托到哪天": until,
    }
    confirmed = {
        "被委托人核对过（品质、家庭、身心、与孩子的联系）": "是",
        "有法律写明不得被委托的情形（侵害、吸毒酗酒赌博、不履行照护）": "否",
        "被委托人同意": "是",
        "孩子自己怎么说；没有问的，为什么": "想跟奶奶住",
    }
    told = {"书面告诉学校了": "是", "书面告诉居委会了": "是"}
    assert (await sent(desk, book, network, "delegation_forms", {"编号": case, **why})).written == 1
    (begun,) = await under(desk, case, "delegation")
    assert begun.state == "proposed"
    on = {"编号": begun.id, "委托到哪天": until}
    unfit = confirmed | {"被委托人同意": "否"}
    assert len(reasons(await sent(desk, book, network, "delegation_forms", on | unfit))) == 1
    assert (await sent(desk, book, network, "delegation_forms", on | confirmed)).written == 1
    assert (await item(desk, begun.id)).state == "running"
    assert (await sent(desk, book, network, "delegation_forms", {"编号": begun.id, **told})).written == 1
    assert (await item(desk, begun.id)).open["school_told"] is True


async def test_receipts_of_notifications_and_hand_overs_are_typed_back(
    desk: Desk, book: Rulebook, network: Network
) -> None:
    case, body = await case_of(desk, "cw-f7"), next(iter(network.bodies))
    given = {"ground": "harm", "recipient": body, "minimum": "三年级，身上有伤", "answer_wanted": True}
    told = (await do(desk, LIN, "notification.prepare", case, **given)).id
    await do(desk, LIN, "notification.send", told, way="letter")
    receipt = {"编号": told, "填的哪一段": "收到了", "编号、对方签收号": "SH-1", "对方谁收的": "某老师"}
    assert (await sent(desk, book, network, "notification_forms", receipt)).written == 1
    answered = {"编号": told, "对方怎么答复": "已安排老师跟进"}
    assert (await sent(desk, book, network, "notification_forms", answered)).written == 1
    assert (await item(desk, told)).state == "answered"
    moving = (await do(desk, LIN, "handover.begin", case)).id
    await do(desk, LIN, "handover.send", moving, elsewhere="外区", for_them="三年级", child_view="想跟外婆住")
    back = {"编号": moving, "为什么不接": "孩子不住在这里"}
    assert reasons(await sent(desk, book, network, "handover_forms", back)) == {2: ("part", "cell.which_part")}
    taken = {"编号": moving, "不在系统里的：哪个区、哪个单位、谁": "外区某街道", "对方的编号": "W-1"}
    assert (await sent(desk, book, network, "handover_forms", taken)).written == 1
    assert (await item(desk, moving)).state == "accepted"
