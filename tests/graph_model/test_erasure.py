"""A child erased for good: frozen while an incident is open, decided by whoever may, and everything else goes on."""

import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from graph_model.access import erasure, teams
from graph_model.casework import store
from graph_model.casework.children import siblings
from graph_model.casework.records import opened
from graph_model.casework.store import Desk
from graph_model.graph import Graph, Tx
from graph_model.persons import cases, pages, persons
from graph_model.persons.intake import Intake, records
from graph_model.persons.resealing import Resealing
from graph_model.rows import Statement
from knowledge.access.assignment import Approval, Part
from knowledge.access.erasure import Erasing
from knowledge.casework.load import table
from knowledge.casework.order import RefusalCode, RefusedOrder
from knowledge.errors import BadInput, DomainError, Erased, NotErasable, NotFound, Sealed
from knowledge.roles import ActorRole
from knowledge.situation.situation import Situation
from knowledge.vocabulary import FieldClass, Provenance
from network.entities import Actor
from tests.graph_model import test_casework as casework
from tests.graph_model.test_casework import CLOCK, HERE, NOW, STREET, WANG, do, done, report, run
from tests.graph_model.test_casework_files import PHOTO, attached, content, parts
from tests.graph_model.test_persons import CENTRE

WELFARE = Actor("demo-welfare", ActorRole.WELFARE, ("440104000000",))
CHILD, SIBLING = "cw-gone", "cw-stays"
ON = NOW.date()
FREEZING = [k.code for k in table().kinds.values() if k.freezes]
DECIDED = Erasing("demo-lead", "监护人申请，区中心同意")
FACTS = Situation(birth_date=date(2015, 1, 1), hukou="local", sexual_harm=True, father_state="imprisoned")
END = Statement(
    "end", "MATCH (n:Item {minor: $minor}) WHERE n.item IN $kinds SET n.ended = true, n.next = null, n.wake = null"
)
CLEAN = Statement(
    "clean", "MATCH (n) WHERE (n:Minor OR n:Guardian OR n:Case OR n:Household) AND n.id CONTAINS 'cw-' DETACH DELETE n"
)
WHY = Statement("why", "MATCH (:Account)-[t:ASSIGNED]->(:Case {id: $case}) RETURN t.reason AS reason")


@dataclass(frozen=True, slots=True)
class Why:
    reason: bytes | None


async def reasons(tx: Tx) -> list[bytes | None]:
    """As they are kept on the team of the child."""
    return [r.reason for r in await tx.rows(WHY, Why, case=f"case-{CHILD}")]


@pytest.fixture
async def known(graph: Graph, desk: Desk) -> Any:
    """Two children of one household, one of whom a report is about that was written before she was known."""
    made = [Intake(key, f"童 {key}", HERE, FACTS, Provenance.LOADED, "test", ON) for key in (CHILD, SIBLING)]
    desk.vault.provide([CHILD, SIBLING])
    minors, guardians, files = records(desk.vault, made)
    for group in (tuple(replace(m, household="cw-house") for m in minors), guardians, files):
        await graph.write(STREET, persons.put, group)
    code = await report(desk, said="目击的经过", reporter="报告人某")
    done(await do(desk, WANG, "report.take", code))
    done(await do(desk, WANG, "report.identify", code, minor=CHILD))
    done(await do(desk, WANG, "report.open_case", code, reporter_told="told"))
    yield code
    for statement in (*casework.CLEAN, CLEAN):
        await graph.write(STREET, run, statement, area=HERE)
    with desk.vault.store.writing() as db:
        db.execute("DELETE FROM erased WHERE subject = ? OR subject = ?", (CHILD, f"item:{code}"))


async def refused(graph: Graph, desk: Desk, erasing: Erasing = DECIDED) -> DomainError:
    with pytest.raises((BadInput, NotErasable)) as caught:
        await erasure.erase(graph, STREET, desk.vault, CHILD, erasing, FREEZING, ON)
    return caught.value


async def close(graph: Graph, *kinds: str) -> None:
    """What a worker does in many steps."""
    await graph.write(STREET, run, END, minor=CHILD, kinds=list(kinds))


async def test_what_is_open_about_a_child_forbids_to_erase_it(graph: Graph, desk: Desk, known: str):
    incident = done(
        await do(desk, WANG, "incident.register", area=HERE, what="leak", minor=CHILD, facts="群里发了照片")
    )
    frozen = await refused(graph, desk)
    assert frozen.message.code == "erasure.frozen"
    assert frozen.message.params["items"] == (incident.id,)
    await close(graph, "incident")
    assert (await refused(graph, desk)).message.code == "erasure.work_open"
    await close(graph, "case", "visit", "report", "task")
    for by, code in (("demo-director", "erasure.who"), ("nobody", "erasure.who"), ("demo-security", "erasure.who")):
        assert (await refused(graph, desk, Erasing(by, "x"))).message.code == code
    assert (await refused(graph, desk, Erasing("demo-lead", " "))).message.code == "approval.reason"
    joined = Statement("joined", "MATCH (m:Minor {id: $id}) SET m.same_as = $same")
    await graph.write(STREET, run, joined, id=SIBLING, same=CHILD)
    assert (await refused(graph, desk)).message.params["items"] == (SIBLING,)
    await graph.write(STREET, run, joined, id=SIBLING, same=None)
    what = await graph.read(STREET, erasure.judged, CHILD, DECIDED, FREEZING, ON)
    assert (what.guardians, what.sealed > 1, what.entries > 2) == (1, True, True)
    with pytest.raises(NotFound):
        await graph.read(replace(STREET, areas=("440104010000",)), erasure.judged, CHILD, DECIDED, FREEZING, ON)
    assert known


async def test_everything_goes_on_without_the_child(graph: Graph, desk: Desk, known: str):
    before = await pages.all_dossiers(graph, CENTRE, HERE, ON)
    joining = teams.Joining(f"case-{CHILD}", "demo-director", Part.MEMBER, Approval("demo-street", "继父打人", ON))
    assert await teams.assign(graph, STREET, joining, ON, desk.vault)
    wrapped = desk.vault.store.rows("SELECT wrapped FROM data_key WHERE subject = ?", CHILD)
    await close(graph, "case", "visit", "report", "task")
    assert await erasure.erase(graph, STREET, desk.vault, CHILD, DECIDED, FREEZING, ON) == 2, "hers and the report's"
    after = await pages.all_dossiers(graph, CENTRE, HERE, ON)
    assert {d.minor for d in before} - {d.minor for d in after} == {CHILD}
    for d in after:
        assert persons.counted(desk.vault, CLOCK, d) is not None
    assert await graph.read(STREET, reasons) == [None], "who joined stays, why does not"
    assert not await graph.read(STREET, cases.children_in, CHILD, 9)
    assert CHILD not in {c.minor for c in await graph.read(STREET, cases.cases_in, 5000, None)}
    assert await graph.read(STREET, siblings, SIBLING) == []
    sibling = next(d for d in after if d.minor == SIBLING)
    assert persons.counted(desk.vault, CLOCK, sibling).birth_date == date(2015, 1, 1)
    rows = await graph.read(STREET, store.events, known, 100)
    assert len(rows) == 4
    every = frozenset(FieldClass)
    assert [opened(desk.vault, r, every) for r in rows if r.action == "register"] == [{"reporter": "报告人某"}]
    assert wrapped[0][0] not in (Path(desk.vault.store.masters.folder) / "keys.db").read_bytes()  # type: ignore[operator]  # a BLOB
    with pytest.raises(Erased):
        desk.vault.provide([CHILD])
    assert await erasure.erase(graph, STREET, desk.vault, CHILD, DECIDED, FREEZING, ON) == 0


async def test_files_can_be_sealed_anew_and_go_with_the_child(graph: Graph, desk: Desk, known: str):
    file = await attached(desk, known)
    walked = await Resealing(graph, STREET, desk.vault, change=False).walk(lambda _: None)
    assert (walked.closed, walked.read >= 3) == (set(), True)
    assert await content(desk, known, file) == PHOTO
    await close(graph, "case", "visit", "report", "task")
    await erasure.erase(graph, STREET, desk.vault, CHILD, DECIDED, FREEZING, ON)
    assert await parts(graph) == []


COUNTED = Statement(
    "counted",
    "MATCH (n:Item) WHERE n.minor = $minor OR n.root = $root MATCH (n)-[:EVENT]->(e:Event) "
    "WITH n, count(e) AS entries, collect(e.changes) AS changes "
    "RETURN n.item AS kind, n.state AS state, n.area AS area, n.since AS since, entries, "
    "changes + [n.fields, coalesce(n.recipient, '')] AS told ORDER BY kind, since, n.id",
)
SAYS = ("wechat", "age_about", "urgency", "orange", "yellow")


@dataclass(frozen=True)
class Left:
    kind: str
    state: str
    area: str
    since: datetime
    entries: int
    told: tuple[str, ...]


async def test_nothing_open_describes_the_child_and_what_was_done_stays(graph: Graph, desk: Desk, known: str):
    """Kinds, states, places, moments and who acted are counted still; the fields of the forms are gone."""

    async def left(tx: Tx) -> list[Left]:
        return await tx.rows(COUNTED, Left, minor=CHILD, root=known)

    before = await graph.read(STREET, left)
    assert any(word in text for row in before for text in row.told for word in SAYS), "or nothing is proved"
    await close(graph, "case", "visit", "report", "task")
    before = await graph.read(STREET, left)
    await erasure.erase(graph, STREET, desk.vault, CHILD, DECIDED, FREEZING, ON)
    after = await graph.read(STREET, left)
    assert [replace(row, told=()) for row in after] == [replace(row, told=()) for row in before]
    for row in after:
        *changes, fields, recipient = row.told
        assert (fields, recipient) == ("{}", "")
        assert [json.loads(c)["open"] for c in changes] == [{}] * row.entries
        assert not any(word in text for text in row.told for word in SAYS)
    await graph.write(STREET, erasure._forget_fields, CHILD)  # noqa: SLF001  # a repeat changes nothing
    assert await graph.read(STREET, left) == after


async def test_nothing_more_is_done_about_an_erased_child(graph: Graph, desk: Desk, known: str):
    rows = [r for r in await graph.read(STREET, cases.cases_in, 5000, None) if r.minor == CHILD]
    case = next(r.id for r in rows if r.id.startswith("C-"))
    await close(graph, "case", "visit", "report", "task")
    await erasure.erase(graph, STREET, desk.vault, CHILD, DECIDED, FREEZING, ON)
    steps: list[tuple[str, str | None, dict[str, Any]]] = [
        ("report.correct", known, {"wrong": "x"}),
        ("report.reopen", known, {"note": "x"}),
        ("case.correct", case, {"wrong": "x"}),
        ("case.reopen", case, {"note": "x"}),
        ("case.hand_over", case, {"owner": WANG.id}),
        ("referral.open", case, {"need": "N01", "urgency": "week"}),
    ]
    for step, item, form in steps:
        made = await do(desk, STREET, step, item, **form)
        assert isinstance(made, RefusedOrder), step
        assert made.why.code == "casework.erased", (step, made.why)
        assert made.allowed == ()
    new = await do(desk, STREET, "case.open", minor=CHILD)
    assert isinstance(new, RefusedOrder)
    assert new.code is RefusalCode.NOT_YOURS, "as a child of elsewhere, which the answer does not tell from none"


async def test_broken_off_before_the_keys_are_gone_it_is_finished(graph: Graph, desk: Desk, known: str):
    await close(graph, "case", "visit", "report", "task")
    await graph.write(STREET, erasure._erase, CHILD, DECIDED, FREEZING, ON)  # noqa: SLF001  # killed after its commit
    assert desk.vault.store.keys(CHILD)
    assert await erasure.erase(graph, STREET, desk.vault, CHILD, DECIDED, FREEZING, ON) == 2
    assert known


async def test_a_restored_database_erases_again_who_was_erased(graph: Graph, desk: Desk, known: str):
    """Its keys are of today: the child stands in the graph, and has no key."""
    desk.vault.store.forget(CHILD)
    assert await erasure.erased_again(graph, STREET, desk.vault, ON) == 1
    assert await erasure.erased_again(graph, STREET, desk.vault, ON) == 0
    assert CHILD not in {d.minor for d in await pages.all_dossiers(graph, CENTRE, HERE, ON)}
    assert known


async def test_one_lost_key_withholds_one_child(graph: Graph, desk: Desk, known: str):
    with desk.vault.store.writing() as db:
        db.execute("DELETE FROM data_key WHERE subject = ?", (CHILD,))
    read = [persons.opened_among(desk.vault, WELFARE, d) for d in await pages.all_dossiers(graph, CENTRE, HERE, ON)]
    lost = next(o for o in read if o.dossier.minor == CHILD)
    assert lost.read == ()
    assert FieldClass.F2 in lost.withheld
    assert any(FieldClass.F2 in o.read for o in read)
    assert lost.situation.birth_date is None
    with pytest.raises(Sealed):
        persons.opened(desk.vault, WELFARE, lost.dossier)
    assert known
