"""The roster from a file: rows that can be read, errors by row, twice the same, and who is on duty afterwards."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

import pytest

from graph_model.directory import records, snapshot
from graph_model.duty import roster as duty
from graph_model.graph import Graph
from graph_model.jobs.loading import LoadContext, Report, SourceFile
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.casework.load import table
from knowledge.roles import ActorRole
from knowledge.rulebook.book import Rulebook
from loaders.directory.moments import moment
from loaders.duty.rosters import ROSTERS
from loaders.intake.contract import LOADER
from loaders.loading.load import load
from loaders.shipped.districts import district
from loaders.shipped.load import demo_accounts
from loaders.tables.keys import InvalidRow
from network.entities import Actor

STREET, COMMUNITY, DISTRICT = "440104001000", "440104001007", "440104000000"
HEAD = "区划,从,到,账户,第几班,值班电话,请假\n"
NIGHT = f"{STREET},2026-12-01 17:30,2026-12-02 09:00"
ON = date(2026, 11, 29)
MIDNIGHT = datetime(2026, 12, 2, 0, 30, tzinfo=SHANGHAI)


@pytest.fixture
async def accounts(own: Graph) -> Graph:
    await records.put_all(own, LOADER, demo_accounts(district()))
    return own


async def loaded(
    graph: Graph, book: Rulebook, *rows: str, preview: bool = False, areas: Sequence[str] = (DISTRICT,)
) -> Report:
    network = await snapshot.read(graph)
    actor = Actor("demo-lead", ActorRole.LEAD, tuple(areas))
    context = LoadContext(graph, network, actor, book, None, ON, lambda _keys: None)
    file = SourceFile("r.csv", (HEAD + "\n".join(rows)).encode())
    return await load(context, ROSTERS, file, preview=preview)


async def line(graph: Graph, area: str = COMMUNITY, at: datetime = MIDNIGHT) -> list[str]:
    actor = Actor("demo-lead", ActorRole.LEAD, (DISTRICT,))
    return [s.account for s in await graph.read(actor, duty.line, table(), area, at)]


def reasons(report: Report) -> Mapping[int, str]:
    return {r.line: f"{r.column} {r.reason.code}" for r in report.rejected}


async def test_whoever_is_planned_is_asked_in_the_order_of_places_and_ranks(accounts: Graph, book: Rulebook):
    rows = (
        f"{DISTRICT},2026-12-01 00:00,2026-12-08 00:00,demo-lead,,,",
        f"{NIGHT},demo-street,2,,",
        f"{NIGHT},demo-duty_desk,1,020 0000,",
    )
    report = await loaded(accounts, book, *rows, preview=True)
    assert (report.written, reasons(report), await line(accounts)) == (3, {}, [])
    assert (await loaded(accounts, book, *rows)).written == 3
    assert await line(accounts) == ["demo-duty_desk", "demo-street", "demo-lead"]
    assert await line(accounts, at=datetime(2026, 12, 2, 9, tzinfo=SHANGHAI)) == ["demo-lead"]
    assert await line(accounts, "440104010113") == ["demo-lead"], "another street has its own desk"
    again = await loaded(accounts, book, *rows)
    assert (again.written, again.unchanged) == (0, 3)
    assert (await loaded(accounts, book, f"{NIGHT},demo-duty_desk,1,,是")).written == 1
    assert await line(accounts) == ["demo-street", "demo-lead"]
    other = datetime(2026, 12, 1, 17, 0, tzinfo=UTC)
    above = await accounts.read(Actor("x", ActorRole.LEAD, (DISTRICT,)), duty.duty_line, table(), COMMUNITY, other)
    assert above.above == ("demo-lead",)


async def test_each_row_that_cannot_be_is_told_apart(accounts: Graph, book: Rulebook):
    report = await loaded(
        accounts,
        book,
        f"{STREET},2027-01-01 18:00,2027-01-02 08:00,demo-street,,,",
        f"{STREET},2027-01-01,2027-01-02 08:00,demo-street,2,,",
        f"{STREET},2027-01-01 18:00,2027-01-01 08:00,demo-street,2,,",
        f"{STREET},2027-01-01 18:00,2027-03-01 08:00,demo-street,2,,",
        f"{STREET},2027-01-01 18:00,2027-01-02 08:00,nobody,2,,",
        f"{STREET},2027-01-01 18:00,2027-01-02 08:00,demo-planner,2,,",
        f"{STREET},2027-01-01 18:00,2027-01-02 08:00,demo-street,9,,",
        f"{STREET},2027-01-02 07:00,2027-01-02 12:00,demo-lead,,,",
        f"{STREET},2027-01-03 07:00,2027-01-03 12:00,demo-lead,,王某某,",
        f"{DISTRICT},2027-01-03 07:00,2027-01-03 12:00,demo-director,,,",
        f"{STREET},2027-01-01 18:00,2027-01-02 08:00,demo-street,,,",
    )
    assert reasons(report) == {
        3: "since cell.not_a_moment",
        4: "until cell.shift_length",
        5: "until cell.shift_length",
        6: "account row.account_not_there",
        7: "account row.account_not_on_duty",
        8: "rank cell.shift_rank",
        9: "since row.shifts_meet",
        10: "phone cell.not_a_phone",
        11: "account row.account_not_there",
    }
    assert (report.written, report.repeated) == (1, 1)
    met = await loaded(accounts, book, f"{STREET},2027-01-02 07:00,2027-01-02 12:00,demo-lead,,,")
    assert reasons(met) == {2: "since row.shifts_meet_on_file"}
    outside = await loaded(
        accounts, book, f"{STREET},2027-02-01 18:00,2027-02-02 08:00,demo-street,,,", areas=["440104010000"]
    )
    assert reasons(outside) == {2: "area row.outside_your_areas"}


def test_a_moment_as_people_write_it():
    for text in (
        "2026-12-01 18:00",
        "2026/12/1 18:00",
        "2026-12-01 18:00:00",
        "2026-12-01T18:00",
        "２０２６-12-01 18时",
    ):
        assert moment(text, "x") == datetime(2026, 12, 1, 18, tzinfo=SHANGHAI)
    assert moment("2026-12-01 24:00", "x") == datetime(2026, 12, 2, tzinfo=SHANGHAI)
    for wrong in ("", "18:00", "2026-12-01", "2026-12-01 25:00", "2026-12-01 18:60", "明天 18:00"):
        with pytest.raises(InvalidRow):
            moment(wrong, "x")
