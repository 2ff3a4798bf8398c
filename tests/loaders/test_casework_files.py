"""Lists of a screening and filled forms of paper from files: each row judged, written together, and only once."""

import csv
import io
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from graph_model.casework.desk import desk_of
from graph_model.casework.looking import Held, NamedInForm, look
from graph_model.casework.store import Desk
from graph_model.casework.verify import verify
from graph_model.directory import snapshot
from graph_model.graph import Graph
from graph_model.jobs.loading import LoadContext, Report, SourceFile
from graph_model.persons.seal import Vault
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.casework.order import Order
from knowledge.roles import ActorRole
from knowledge.rulebook.book import Rulebook
from loaders.casework.forms import form_files
from loaders.loading.load import TEMPLATES, load
from loaders.loading.topics import TOPICS
from network.entities import Actor
from network.snapshot import Network
from tests.graph_model.test_casework import CHILD, CLEAN, run

HERE = "440104001007"
LIN = Actor("lin", ActorRole.DIRECTOR, (HERE,))
CHEN = Actor("chen", ActorRole.STREET, ("440104001000",))
LEAD = Actor("lead", ActorRole.LEAD, ("440104000000",))
ELSEWHERE = Actor("far", ActorRole.DIRECTOR, ("440104010113",))
CLOCK = Actor("clock", ActorRole.CLOCK, ("440000000000",))


@pytest.fixture
def vault(keys: Path) -> Iterator[Vault]:
    with closing(Vault(keys)) as opened:
        yield opened


@pytest.fixture
async def network(own: Graph) -> AsyncIterator[Network]:
    yield await snapshot.read(own)
    for statement in CLEAN:
        await own.write(LEAD, run, statement, area=HERE)


@pytest.fixture
def desk(own: Graph, vault: Vault, book: Rulebook, network: Network) -> Desk:
    return desk_of(own, vault, book, network)


async def do(desk: Desk, actor: Actor, action: str, item: str | None = None, **form: Any) -> Any:
    kind, _, name = action.partition(".")
    now = datetime.now(SHANGHAI) - timedelta(minutes=5)
    made = await desk.carry_out(actor, item, Order(kind, name, form, f"{action}-{item}-{form}"[:200], now))
    assert isinstance(made, Held), made
    return made.item


async def sent(
    desk: Desk,
    book: Rulebook,
    network: Network,
    topic: str,
    *rows: Mapping[str, str],
    by: Actor = LIN,
    preview: bool = False,
) -> Report:
    """Load rows, each by the headings of the template."""
    heads = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    lines = csv.DictWriter(out, heads)
    lines.writeheader()
    lines.writerows(rows)
    context = LoadContext(desk.graph, network, by, book, desk.vault, datetime.now(SHANGHAI).date(), lambda _keys: None)
    return await load(context, TOPICS[topic], SourceFile("f.csv", out.getvalue().encode()), preview=preview)


def reasons(report: Report) -> dict[int, tuple[str | None, str]]:
    return {r.line: (r.column, r.reason.code) for r in report.rejected}


async def item(desk: Desk, code: str) -> Any:
    return (await desk.graph.read(LIN, look, code, NamedInForm(), datetime.now(SHANGHAI).date())).item


async def under(desk: Desk, code: str, kind: str) -> list[Any]:
    held = await desk.graph.read(LIN, look, code, NamedInForm(), datetime.now(SHANGHAI).date())
    return [o for o in held.around.others if o.kind == kind]


async def case_of(desk: Desk, key: str, **more: Any) -> str:
    await desk.graph.write(LEAD, run, CHILD, area=HERE, id=key)
    return str((await do(desk, LIN, "case.open", minor=key, **more)).id)


async def test_a_list_becomes_children_to_be_seen_once(desk: Desk, book: Rulebook, network: Network):
    screening = (await do(desk, LIN, "screening.begin", area=HERE, source="education", occasion="other")).id
    good = {"摸排编号": screening, "序号": "1", "姓名": "某某", "出生日期": "2017-05-01", "情况": "两周没有到校"}
    rows = [
        good,
        good | {"序号": "2", "出生日期": "", "年龄": "9"},
        good | {"序号": "3", "情况": ""},
        good | {"序号": "4", "出生日期": "明年"},
        good | {"序号": "5", "情况": "身份证 440104201705010011"},
        good | {"序号": "6", "摸排编号": "L-NONE"},
        good | {"序号": "1", "姓名": "另一个"},
        good,
        good | {"序号": "7", "档案编号": "nobody"},
    ]
    wrong = {
        4: ("text", "cell.empty"),
        5: ("born", "cell.not_a_day"),
        6: ("text", "cell.citizen_number"),
        7: ("screening", "refused.not_found"),
        8: ("screening", "row.key_of_line"),
        10: ("minor", "casework.form"),
    }
    preview = await sent(desk, book, network, "candidates", *rows, preview=True)
    assert reasons(preview) == wrong
    assert (preview.written, preview.repeated, preview.sample) == (2, 1, ())
    assert await under(desk, screening, "candidate") == []
    loaded = await sent(desk, book, network, "candidates", *rows)
    assert (loaded.written, reasons(loaded)) == (2, wrong)
    (one, two) = sorted(await under(desk, screening, "candidate"), key=lambda i: i.open.get("age_about") or 0)
    assert (one.state, two.open["age_about"]) == ("waiting", 9)
    for by in (LIN, CHEN):
        again = await sent(desk, book, network, "candidates", good, good | {"序号": "2", "姓名": "改了"}, by=by)
        assert (again.written, again.unchanged, again.rejected) == (0, 2, ())
    assert len(await under(desk, screening, "candidate")) == 2
    far = await sent(desk, book, network, "candidates", good | {"序号": "9"}, by=ELSEWHERE)
    assert reasons(far) == {2: ("screening", "refused.not_found")}


async def test_records_of_visits_are_typed_back(desk: Desk, book: Rulebook, network: Network):
    cases = [await case_of(desk, f"cw-f{n}") for n in range(3)]
    visits = [(await under(desk, c, "visit"))[0].id for c in cases]
    danger, alone, child = "发现伤、害怕回家或者别的危险", "单独跟孩子说过话", "孩子自己怎么说"
    today = datetime.now(SHANGHAI).date().isoformat()
    rows = [
        {"编号": visits[0], "发生日期": today, danger: "否", alone: "是", child: "想多见爸爸"},
        {"编号": visits[1].lower(), "为什么没见到": "没人"},
        {"编号": visits[2], danger: "否", alone: "是"},
        {"编号": visits[2], danger: "否", alone: "是", child: "好", "为什么没见到": "没人"},
        {"编号": visits[2], "填的哪一段": "见到", danger: "否", alone: "是", child: "好", "为什么没见到": "没人"},
        {"编号": visits[2], "填的哪一段": "没有这段"},
        {"编号": visits[2], danger: "可能", alone: "是", child: "好"},
        {"编号": cases[0], danger: "否", alone: "是", child: "好"},
    ]
    wrong = {
        4: (None, "casework.child_unheard"),
        5: ("part", "cell.which_part"),
        6: ("why_not_seen", "cell.of_another_part"),
        7: ("part", "cell.not_a_part"),
        8: ("danger", "cell.not_yes_or_no"),
        9: (None, "casework.other_kind"),
    }
    preview = await sent(desk, book, network, "visit_forms", *rows, preview=True)
    assert reasons(preview) == wrong
    assert {(await item(desk, v)).state for v in visits} == {"due"}
    assert (await sent(desk, book, network, "visit_forms", *rows)).written == 2
    assert [(await item(desk, v)).state for v in visits] == ["seen", "not_seen", "due"]
    again = await sent(desk, book, network, "visit_forms", *rows[:2])
    assert (again.written, again.unchanged, again.rejected) == (0, 2, ())
    other = await sent(desk, book, network, "visit_forms", rows[0], by=CHEN)
    assert reasons(other) == {2: (None, "casework.state")}
    assert (await verify(desk.graph, CLOCK, desk.table))[1] == []


async def test_an_assessment_is_begun_and_concluded_by_one_row(desk: Desk, book: Rulebook, network: Network):
    case = await case_of(desk, "cw-f4", grade="red")
    row = {
        "编号": case, "评什么": "综合", "监护风险等级": "red", "有没有条件照护孩子": "否",
        "看到什么、为什么是这个等级、怎样会变": "父亲酗酒", "孩子自己怎么说；没有问的，为什么": "怕",
    }  # fmt: skip
    lower = await sent(desk, book, network, "assessment_forms", row | {"监护风险等级": "green"})
    assert reasons(lower) == {2: (None, "casework.lower_grade")}
    assert await under(desk, case, "assessment") == []
    unknown = await sent(desk, book, network, "assessment_forms", row | {"监护风险等级": "紫"})
    assert reasons(unknown) == {2: ("grade", "cell.not_a_choice")}
    preview = await sent(desk, book, network, "assessment_forms", row, preview=True)
    assert (preview.written, await under(desk, case, "assessment")) == (1, [])
    assert (await sent(desk, book, network, "assessment_forms", row)).written == 1
    again = await sent(desk, book, network, "assessment_forms", row)
    assert (again.written, again.unchanged) == (0, 1)
    begun = (await do(desk, LIN, "assessment.begin", case, what="carer")).id
    assert (await sent(desk, book, network, "assessment_forms", row | {"编号": begun, "评什么": ""})).written == 1
    assert (await item(desk, begun)).state == "valid"


async def test_a_receipt_is_recorded_by_whoever_sent_it(desk: Desk, book: Rulebook, network: Network):
    case = await case_of(desk, "cw-f5")
    need = (await do(desk, LIN, "referral.open", case, need="N08", urgency="week")).id
    body = next(iter(network.bodies))
    attempt = (await do(desk, LIN, "attempt.send", need, recipient=body, way="phone")).id
    missing = await sent(desk, book, network, "referral_forms", {"编号": attempt, "缺什么、谁去拿": "户口簿，家里带"})
    assert (missing.written, (await item(desk, attempt)).state) == (1, "incomplete")
    empty = await sent(desk, book, network, "referral_forms", {"编号": attempt, "说明": "", "缺什么、谁去拿": ""})
    assert reasons(empty) == {2: ("part", "cell.which_part")}, "a form without a word says nothing"
    refused = await sent(desk, book, network, "referral_forms", {"编号": attempt, "填的哪一段": "对方接了"})
    assert reasons(refused) == {2: (None, "casework.state")}


@pytest.mark.parametrize("form", list(form_files()), ids=lambda f: f.paper.code)
def test_a_template_has_the_lines_of_the_form(form: Any):
    text = (TEMPLATES / f"{form.paper.code}_forms.csv").read_text("utf-8-sig")
    head, example, *_ = csv.reader(io.StringIO(text))
    assert head == [c.label for c in form.columns]
    assert len(example) == len(head)
    names = [c.key for c in form.columns]
    assert len(names) == len(set(names))
