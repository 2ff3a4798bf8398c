"""Evidence from a file: every line taken or refused with a reason, the same when repeated."""

from datetime import date
from functools import partial
from pathlib import Path

import pytest

from graph_model.graph import Graph
from graph_model.jobs.loading import Rejected
from graph_model.obligations.evidence import Filed, on_file
from knowledge.obligations.standing import Result
from knowledge.roles import ActorRole
from knowledge.rulebook.book import Rulebook
from loaders.directory.known import Known
from loaders.intake.read import read_each
from loaders.loading.load import load_path
from loaders.obligations.rows import COLUMNS, References, of_row
from loaders.tables.source import open_file
from loaders.tables.tables import read_table
from network.entities import Actor
from network.obligations.things import Named
from network.snapshot import Network

ON = date(2026, 11, 27)
TEMPLATE = Path(__file__).parents[2] / "loaders" / "templates" / "records.csv"
HEAD = "义务,对象,发生日期,证据,要素,结果,原因,已处置,登记日期,区划,起始日期,属性,编号"


Outcome = tuple[Named | None, Filed | None] | Rejected


@pytest.fixture
def references(book: Rulebook, network: Network) -> References:
    return References(book, network, Known("f.csv", network.areas, book.kinds), ON, "loader")


def read(path: Path, references: References) -> list[Outcome]:
    """One outcome a row."""
    rejected: list[Rejected] = []
    rows = read_table(open_file(path), COLUMNS).rows
    entries = list(read_each(rows, partial(of_row, references=references), rejected))
    by_line: dict[int, Outcome] = {**dict(entries), **{r.line: r for r in rejected}}
    return [by_line[line] for line in sorted(by_line)]


def rows(tmp_path: Path, references: References, *lines: str) -> list[Outcome]:
    path = tmp_path / "f.csv"
    path.write_text("\n".join((HEAD, *lines)), "utf-8")
    return read(path, references)


def test_the_template_is_taken(references: References):
    taken = read(TEMPLATE, references)
    assert not [t for t in taken if isinstance(t, Rejected)]
    (_, survey), (thing, none), (_, patrol) = taken  # type: ignore[misc]  # a rejected row would fail here
    assert survey
    assert thing
    assert patrol
    assert survey.record.object == "440104001007"
    assert none is None
    assert thing.name == "示例路口"
    assert patrol.record.object == thing.key


def test_happened_apart_from_filed(tmp_path: Path, references: References):
    ((_, filed),) = rows(tmp_path, references, "O60,三眼井社区,2026-10-01,排查记录,,,,,2026-10-09")  # type: ignore[misc]  # a rejected row would fail here
    assert filed is not None
    assert (filed.record.occurred_on, filed.record.recorded_on) == (date(2026, 10, 1), date(2026, 10, 9))


def test_an_adverse_result_with_its_reason(tmp_path: Path, references: References):
    ((_, filed),) = rows(tmp_path, references, "O60,三眼井社区,2026-10-01,survey,,不利,漏排,是")  # type: ignore[misc]  # a rejected row would fail here
    assert filed is not None
    assert (filed.record.result, filed.record.reason, filed.record.demand_done) == (Result.ADVERSE, "漏排", True)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("O999,三眼井社区,2026-10-01,排查记录", ("obligation", "cell.unknown_obligation")),
        ("O60,没有的社区,2026-10-01,排查记录", ("object", "row.area_not_loaded")),
        ("O60,三眼井社区,2027-01-01,排查记录", ("occurred_on", "record.after_today")),
        ("O60,三眼井社区,2026-10-01,传闻", ("kind", "cell.not_allowed")),
        ("O60,三眼井社区,2026-10-01,排查记录,没有的要素", ("component", "record.component")),
        ("O60,三眼井社区,2026-10-01,排查记录,,合格,无故", ("reason", "cell.reason_not_allowed")),
        ("O60,三眼井社区,2026-10-01,排查记录,,,,也许", ("demand_done", "cell.not_yes_or_no")),
        ("O60,三眼井社区,2026-10-01,排查记录,,,,,2026-09-01", ("recorded_on", "cell.recorded_out_of_order")),
        ("O60,三眼井社区,,", ("occurred_on", "row.neither_day_nor_thing")),
        ("O24,某路口,2026-10-01,巡逻安排", ("area", "cell.empty")),
        ("O10,儿童甲,2026-10-01,走访记录,,,,,,三眼井社区", ("object", "cell.not_a_key")),
    ],
)
def test_a_wrong_line_is_rejected_with_column_and_reason(
    tmp_path: Path, references: References, line: str, reason: tuple[str, str]
):
    (found,) = rows(tmp_path, references, line)
    assert isinstance(found, Rejected)
    assert (found.line, found.column, found.reason.code) == (2, *reason)
    assert "儿童甲" not in repr(found)


async def test_loading_twice_files_once(own: Graph, book: Rulebook):
    first = await load_path(own, "records", TEMPLATE, book, ON)
    again = await load_path(own, "records", TEMPLATE, book, date(2026, 11, 28))
    assert (first.read, first.written + first.unchanged, first.rejected) == (
        3,
        3,
        (),
    )  # another test may have loaded it
    assert (again.written, again.unchanged) == (0, 3)
    actor = Actor("t", ActorRole.CENTRE, ("440104001000",))
    held = await own.read(actor, on_file, "440104001000", ["O24"])
    assert len(held.records) == 1
    assert [n.name for n in held.named] == ["示例路口"]
    nobody = await own.read(Actor("t", ActorRole.CENTRE, ("440104010000",)), on_file, "440104001000", ["O24"])
    assert nobody.records == ()


async def test_a_key_keeps_its_record_from_the_shell_too(own: Graph, book: Rulebook, tmp_path: Path):
    path = tmp_path / "p.csv"
    row = "O60,三眼井社区,2026-10-01,排查记录,,,,,,,,,K-1"
    path.write_text(f"{HEAD}\n{row}\n{row}\n{row.replace('10-01', '10-02')}", "utf-8")
    for written in (1, 0):
        report = await load_path(own, "records", path, book, ON)
        assert (report.written, report.unchanged, report.repeated) == (written, 1 - written, 1)
        assert [(r.line, r.reason.code) for r in report.rejected] == [(4, "row.key_has_another_record")]


async def test_evidence_about_a_child_without_a_dossier_is_rejected(own: Graph, book: Rulebook, tmp_path: Path):
    path = tmp_path / "p.csv"
    path.write_text(f"{HEAD}\nO10,NO-SUCH,2026-10-01,走访记录,,,,,,三眼井社区", "utf-8")
    report = await load_path(own, "records", path, book, ON)
    assert [(r.column, r.reason.code) for r in report.rejected] == [("object", "row.no_such_child")]


async def test_a_preview_writes_nothing(own: Graph, book: Rulebook, tmp_path: Path):
    path = tmp_path / "p.csv"
    path.write_text(f"{HEAD}\nO24,预览路口,2026-10-01,巡逻安排,,,,,,洪桥街道", "utf-8")
    seen = await load_path(own, "records", path, book, ON, preview=True)
    assert (seen.written, seen.preview) == (1, True)
    held = await own.read(Actor("t", ActorRole.CENTRE, ("440104001000",)), on_file, "440104001000", ["O24"])
    assert "预览路口" not in {n.name for n in held.named}
