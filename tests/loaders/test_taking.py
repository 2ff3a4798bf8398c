"""What is taken away loads again: into the same graph nothing changes, into an empty one the graph is the same."""

import re
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from graph_model.directory import records as store
from graph_model.directory import snapshot
from graph_model.directory.outlines import of_areas
from graph_model.duty.roster import among, put
from graph_model.graph import Graph
from graph_model.jobs.loading import LoadContext, Report, SourceFile
from graph_model.jobs.taking import FileFormat, TakenFile
from graph_model.obligations.evidence import Filed, put_all
from graph_model.obligations.lists import filed_in, named_in
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.calendar.terms import PeriodKind
from knowledge.duty.roster import Shift
from knowledge.errors import BadInput
from knowledge.obligations.standing import Record, Result
from knowledge.rulebook.book import Rulebook
from knowledge.rulebook.load import rulebook
from knowledge.vocabulary import PostKind, Provenance, Tier
from loaders.intake.contract import LOADER
from loaders.loading.load import load, topic_of
from loaders.loading.topics import TOPICS
from loaders.obligations.rows import COLUMNS
from loaders.outlines.outlines import read
from loaders.shipped.districts import district
from loaders.shipped.load import demo_accounts, load_demo, load_district, load_records
from loaders.tables.tables import read_table
from loaders.taking.rosters import FIRST, LAST
from loaders.taking.take import DRAWN, OTHERS, OUTLINES, ROSTERS, TABLES, TAKEABLE, take
from network.entities import Actor, Area, Body, Holder, Outline, Post, Segment, ServicePoint
from network.local import LocalClause, LocalDocument
from network.obligations.things import Named
from network.snapshot import Network
from network.standards import BenefitStandard, PaidPer
from network.terms import SchoolPeriod
from tests.loaders.conftest import emptied
from tests.loaders.reading import COMMUNITY, STREET
from tests.loaders.test_outlines import feature
from tests.loaders.test_rings import circle, polygon
from tests.support.sources import ROOT

ON = date(2026, 11, 23)
LOADED = Provenance.LOADED
DISTRICT = "440104000000"
EACH = [*((t, f) for t in TAKEABLE for f in TAKEABLE[t].formats), *((t, f) for t in OTHERS for f in OTHERS[t])]
EVIDENCE = f"""义务,对象,区划,发生日期,证据,结果,原因,起始日期,属性,编号,来源
O24,=示例路口,{STREET},,,,,2026-01-01,停用、歇业=否;场馆种类=library,,某表
O24,=示例路口,{STREET},2026-09-15,巡逻安排,不利,人手不足,2026-01-01,停用、歇业=否;场馆种类=library,0012,@某表
O60,{COMMUNITY},,2026-10-08,排查记录,,,,,,某表
"""


def strange(areas: dict[str, Area]) -> list[list[store.Record]]:
    """Records that have ended, are paused, withdrawn, empty or full, named as nobody should be."""
    ended = Area("440104998000", "=旧街道", areas[STREET].level, DISTRICT, source="@某表", until=date(2025, 1, 1))
    ended = replace(ended, successors=(STREET,), since=date(2000, 1, 1), lon=113.27, lat=23.13, crs="GCJ-02")
    body = Body(f"police_station@{STREET}#2", "+𠮷所", "police_station", STREET, "-某表", LOADED, ("甲", "'乙"), "007")
    body = replace(body, since=date(2020, 2, 29), paused_since=date(2026, 1, 1), paused_until=date(2027, 1, 1))
    gone = Body("hospital:EXAMPLE-77", "1/2院", "medical", COMMUNITY, "0012", LOADED, external_id="EXAMPLE-77")
    gone = replace(gone, id="medical:EXAMPLE-77", until=date(2026, 5, 1), withdrawn=True)
    made = ServicePoint("", '="x"', STREET, "street_station", (STREET, COMMUNITY), LOADED, "'5")
    point = replace(
        made,
        id=f"street_station@{STREET}#2",
        tier=Tier.STREET,
        hours=("Mo-Fr 09:00-12:00", "PH off"),
        external_id="EXAMPLE-0002",
        services=("B26",),
        age_from=0,
        age_under=18,
        capacity=20,
        load=5,
        load_on=date(2026, 7, 1),
        head=f"station_head@{STREET}",
        accessible=False,
        confidential=True,
        lon=113.26435912345678,
        lat=23.1,
        crs="WGS-84",
    )
    school = ServicePoint("", "@校", STREET, "school", (STREET,), Provenance.SOURCED, "某表", capacity=9)
    school = replace(school, id="school:EXAMPLE-9", stages=("primary",), external_id="EXAMPLE-9")
    holder = Holder("holder-YG-7", "某某㙟", LOADED)
    post = Post(f"{PostKind.DIRECTOR}@{COMMUNITY}#2", PostKind.DIRECTOR, COMMUNITY, LOADED, "表", holder.id)
    post = replace(post, since=date(2024, 1, 1), left_on=date(2026, 1, 1))
    segments: list[store.Record] = [
        Segment(f"示例一路:odd:1-99@{STREET}", "示例一路", STREET, "=表", "odd", 1, 99),
        Segment(f"示例二路:all:@{STREET}", "示例二路", STREET, "表", withdrawn=True),
    ]
    plan = LocalDocument("0012", DISTRICT, date(2026, 2, 1), "=方案", "某表", LOADED, "示例〔2026〕1号", "@某区")
    later = replace(plan, since=date(2026, 9, 1), until=date(2027, 1, 1), issued=date(2026, 8, 1), issuer=None)
    clauses: list[store.Record] = [
        LocalClause(plan.id, DISTRICT, "三（一）1", "-示例；一、二", ("M36", "M10"), ("civil_affairs", "police")),
        LocalClause(later.id, DISTRICT, "2024-01", "1/2", withdrawn=True),
    ]
    amount = BenefitStandard("B01", DISTRICT, date(2026, 1, 1), 1868.5, PaidPer.MONTH, "=文号", LOADED, "-散居")
    paid: list[store.Record] = [
        amount,
        replace(amount, group="", per=PaidPer.TERM, until=date(2027, 1, 1), withdrawn=True),
    ]
    first = SchoolPeriod(DISTRICT, date(2026, 9, 1), date(2027, 1, 23), PeriodKind.TERM, "=一学期", "@某局", LOADED)
    break_ = replace(first, since=first.until, until=date(2027, 2, 22), kind=PeriodKind.VACATION, withdrawn=True)
    year: list[store.Record] = [first, break_]
    return [[ended], [body, gone], [point, school], [holder], [post], segments, [plan, later], clauses, paid, year]


@pytest.fixture(scope="module")
async def full(own: Graph, book: Rulebook) -> Graph:
    """The demo, and whatever else may stand in a graph."""
    await load_demo(own, ON)
    areas = dict((await snapshot.read(own)).areas)
    for group in strange(areas):
        assert len(await store.put_all(own, LOADER, group)) == len(group)
    some = [
        feature(STREET, polygon(circle(3000))),
        feature(COMMUNITY, source="=图", source_date="2024", precision="示意"),
    ]
    outlines = [o for f, crs in zip(some, ("GCJ-02", None), strict=True) for _, o in read([f], areas, crs, "图")[0]]
    assert len(await store.put_all(own, LOADER, outlines)) == 2
    await load_records(own, book, ON)
    assert await evidence(own, book) == 3
    return own


async def evidence(graph: Graph, book: Rulebook) -> int:
    """Load evidence of obligations over areas and other objects; rows written."""
    file = SourceFile("a.csv", EVIDENCE.encode())
    report = await load(await context(graph, book), topic_of("records"), file, preview=False)
    assert report.rejected == ()
    return report.written


async def context(graph: Graph, book: Rulebook) -> LoadContext:
    network = await snapshot.read(graph)
    actor = Actor(LOADER.id, LOADER.role, network.roots)
    return LoadContext(graph, network, actor, book, None, ON, lambda _keys: None, operator=True)


async def taken(graph: Graph, book: Rulebook, topic: str, made: FileFormat, area: str | None = None) -> TakenFile:
    return await take(await context(graph, book), topic, area, made, confidential=True)


async def loaded(graph: Graph, book: Rulebook, topic: str, file: TakenFile) -> Report:
    return await load(
        await context(graph, book), topic_of(topic), SourceFile(f"another.{file.format}", file.content), preview=False
    )


async def held(graph: Graph) -> tuple[Any, ...]:
    """All that these topics are about."""
    network: Network = await snapshot.read(graph)
    parts = (network.areas, network.bodies, network.points, network.posts, network.populations, network.lists)
    actor = Actor(LOADER.id, LOADER.role, network.roots)
    keys = [p.holder for p in network.posts.values() if p.holder]
    people = sorted(await graph.read(actor, store.people, keys), key=lambda h: h.id)
    segments = await graph.read(actor, store.segments, sorted(network.areas), 1000)
    outlines: list[Outline | None] = await graph.read(actor, of_areas, sorted(network.areas))
    every = sorted(network.areas)
    filed = await graph.read(actor, filed_in, every, rulebook().obligations, 10_000)
    named = await graph.read(actor, named_in, every, 10_000)
    evidence = [replace(f, by="") for f in filed], [replace(n, source="") for n in named]
    local = dict(network.local.documents), dict(network.local.clauses), dict(network.local.standards)
    year = dict(network.local.terms)
    shifts = [replace(s, source="") for s in await graph.read(actor, among, every, FIRST, LAST)]
    return (*map(dict, parts), *local, year, people, segments, outlines, shifts, *evidence)


@pytest.mark.parametrize(("topic", "made"), EACH)
async def test_into_the_same_graph_nothing_changes(full: Graph, book: Rulebook, topic: str, made: FileFormat):
    file = await taken(full, book, topic, made)
    assert file.rows > 0
    assert (file.hidden, file.left_out) == (0, ())
    report = await loaded(full, book, topic, file)
    assert (report.written, report.rejected, report.repeated) == (0, (), 0)
    assert report.unchanged == report.read == file.rows
    assert report.unused == ()


WHOLE = (
    FileFormat.CSV,
    pytest.param(FileFormat.XLSX, marks=pytest.mark.long),
    pytest.param(FileFormat.GEOJSON, marks=pytest.mark.long),
)
"""Each format of each file loads again as it was, above; a whole graph is emptied for one of them in `make check`."""


@pytest.mark.parametrize("drawn", WHOLE)
async def test_into_an_empty_graph_it_is_the_same_graph(full: Graph, book: Rulebook, drawn: FileFormat):
    can = {**{t: x.formats for t, x in TAKEABLE.items()}, **OTHERS}
    files = [(t, await taken(full, book, t, drawn if drawn in can[t] else can[t][0])) for t in can]
    before = await held(full)
    await emptied(full)
    for topic, file in files:
        if topic == ROSTERS:  # accounts are given by another command
            await store.put_all(full, LOADER, demo_accounts(district()))
        report = await loaded(full, book, topic, file)
        assert (report.written, report.rejected) == (file.rows, ()), topic
    assert await held(full) == before


async def test_a_part_of_the_areas_loads_with_those_above_it(full: Graph, book: Rulebook):
    areas = await taken(full, book, "areas", FileFormat.CSV, STREET)
    points = await taken(full, book, "points", FileFormat.CSV, STREET)
    network = await snapshot.read(full)
    assert areas.rows == len(network.within(STREET)) + 3
    await emptied(full)
    try:
        for topic, file in (("areas", areas), ("points", points)):
            report = await loaded(full, book, topic, file)
            assert (report.written, report.rejected) == (file.rows, ()), topic
    finally:
        await load_district(full)


async def test_what_cannot_be_taken_is_refused_with_what_can(full: Graph, book: Rulebook):
    for topic, made, area, field in (
        ("children", FileFormat.CSV, None, "topic"),
        ("accounts", FileFormat.CSV, None, "topic"),
        ("bodies", FileFormat.GEOJSON, None, "format"),
        (OUTLINES, FileFormat.CSV, None, "format"),
        ("areas", FileFormat.CSV, "110101000000", "area"),
    ):
        with pytest.raises(BadInput) as caught:
            await taken(full, book, topic, made, area)
        assert caught.value.field == field


def test_every_table_of_the_network_can_be_taken():
    assert {*TAKEABLE, *OTHERS} == {t for t, topic in TOPICS.items() if not topic.secret}, "but those of children"
    assert all(set(TABLES) <= set(t.formats) <= set(DRAWN) for t in TAKEABLE.values())


def test_every_topic_that_the_guide_lists_is_a_topic_and_taken_or_of_children():
    table = (ROOT / "docs" / "loading.md").read_text("utf-8").split("\n\n")[2]
    listed = [t for line in table.splitlines()[2:] for t in re.findall("`([a-z_]+)`", line.split("|")[1])]
    assert set(listed) == TOPICS.keys() - {OUTLINES}, "drawings have a part of their own"
    assert [t for t in listed if t not in {*TAKEABLE, *OTHERS}] == [t for t in listed if TOPICS[t].secret]


async def test_a_time_on_duty_that_would_be_refused_is_named(full: Graph, book: Rulebook):
    actor = (await context(full, book)).actor
    lost = Shift("x", STREET, 5, "nobody", datetime(2020, 1, 1, tzinfo=SHANGHAI), datetime(2020, 1, 2, tzinfo=SHANGHAI))
    assert await full.write(actor, put, [lost]) == {"x"}
    file = await taken(full, book, ROSTERS, FileFormat.CSV)
    assert file.left_out == ("x",)
    assert b"nobody" not in file.content


async def test_made_up_rows_are_refused_in_production(full: Graph, book: Rulebook, monkeypatch: pytest.MonkeyPatch):
    file = SourceFile("a.csv", f"类别,名称,区划,数据标记\n司法所,某所,{STREET},演示数据\n".encode())
    monkeypatch.setenv("TONGXIN_ENV", "production")
    report = await load(await context(full, book), topic_of("bodies"), file, preview=True)
    assert [(r.column, r.reason.code) for r in report.rejected] == [("mark", "cell.made_up")]


async def test_evidence_about_a_child_is_in_no_file(full: Graph, book: Rulebook):
    await evidence(full, book)
    child = next(o for o in book.obligations.values() if o.objects.of == "minor")
    about = Filed(
        Record("X-1", child.code, None, "SHILI-001", ON, ON, child.evidence[0].value, Result.OK), COMMUNITY, "x"
    )
    actor = (await context(full, book)).actor
    thing = Named("SHILI-001", None, "", COMMUNITY, ON)
    assert await put_all(full, actor, [about], [thing]) == {"X-1", "SHILI-001"}
    for made in TABLES:
        file = await taken(full, book, "records", made)
        rows = list(read_table(SourceFile(f"a.{made}", file.content), COLUMNS).rows)
        assert rows
        assert "SHILI-001" not in repr(rows)
        assert file.left_out == ()
