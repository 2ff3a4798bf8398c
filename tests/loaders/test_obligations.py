"""Evidence from a file: every line taken or refused with a reason, the same when repeated."""

from datetime import date
from pathlib import Path

import pytest

from graph_model.graph import Graph
from graph_model.obligations.evidence import Filed, on_file
from knowledge.obligations.standing import Result
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import ActorRole
from loaders.directory.known import Known
from loaders.obligations import evidence as obligations
from loaders.obligations.evidence import Against
from loaders.tables.tables import Rejected
from network.entities import Actor
from network.obligations.things import Named
from network.snapshot import Network

ON = date(2026, 11, 27)
TEMPLATE = Path(__file__).parents[2] / "loaders" / "templates" / "records.csv"
HEAD = "义务,对象,发生日期,证据,要素,结果,原因,已处置,登记日期,区划,起始日期,属性,编号"


@pytest.fixture
def against(book: Rulebook, network: Network) -> Against:
    return Against(book, network, Known("f.csv", network.areas, book.kinds), ON)


def rows(tmp_path: Path, against: Against, *lines: str) -> list[tuple[Named | None, Filed | None] | Rejected]:
    path = tmp_path / "f.csv"
    path.write_text("\n".join((HEAD, *lines)), "utf-8")
    return list(obligations.read(path, against))


def test_the_template_is_taken(against: Against):
    taken = list(obligations.read(TEMPLATE, against))
    assert not [t for t in taken if isinstance(t, Rejected)]
    (_, survey), (thing, none), (_, patrol) = taken  # type: ignore[misc]
    assert survey
    assert thing
    assert patrol
    assert survey.record.object == "440104001007"
    assert none is None
    assert thing.name == "示例路口"
    assert patrol.record.object == thing.key


def test_happened_apart_from_filed(tmp_path: Path, against: Against):
    ((_, filed),) = rows(tmp_path, against, "O60,三眼井社区,2026-10-01,排查记录,,,,,2026-10-09")  # type: ignore[misc]
    assert filed is not None
    assert (filed.record.occurred_on, filed.record.recorded_on) == (date(2026, 10, 1), date(2026, 10, 9))


def test_an_adverse_result_with_its_reason(tmp_path: Path, against: Against):
    ((_, filed),) = rows(tmp_path, against, "O60,三眼井社区,2026-10-01,survey,,不利,漏排,是")  # type: ignore[misc]
    assert filed is not None
    assert (filed.record.result, filed.record.reason, filed.record.demand_done) == (Result.ADVERSE, "漏排", True)


@pytest.mark.parametrize(
    "line",
    [
        "O999,三眼井社区,2026-10-01,排查记录",
        "O60,没有的社区,2026-10-01,排查记录",
        "O60,三眼井社区,2027-01-01,排查记录",
        "O60,三眼井社区,2026-10-01,传闻",
        "O60,三眼井社区,2026-10-01,排查记录,没有的要素",
        "O60,三眼井社区,2026-10-01,排查记录,,合格,无故",
        "O60,三眼井社区,2026-10-01,排查记录,,,,,2026-09-01",
        "O60,三眼井社区,,",
        "O24,某路口,2026-10-01,巡逻安排",
        "O10,儿童甲,2026-10-01,走访记录,,,,,,三眼井社区",
    ],
)
def test_a_wrong_line_is_refused_with_a_reason(tmp_path: Path, against: Against, line: str):
    (found,) = rows(tmp_path, against, line)
    assert isinstance(found, Rejected)
    assert found.line == 2
    assert "儿童甲" not in found.reason


async def test_loading_twice_files_once(own: Graph, book: Rulebook):
    first = await obligations.load(own, TEMPLATE, book, ON)
    again = await obligations.load(own, TEMPLATE, book, ON)
    assert first == again
    assert first.written
    actor = Actor("t", ActorRole.CENTRE, ("440104001000",))
    held = await own.read(actor, on_file, "440104001000", ["O24"])
    assert len(held.records) == 1
    assert [n.name for n in held.named] == ["示例路口"]
    nobody = await own.read(Actor("t", ActorRole.CENTRE, ("440104010000",)), on_file, "440104001000", ["O24"])
    assert nobody.records == ()


async def test_a_preview_writes_nothing(own: Graph, book: Rulebook, tmp_path: Path):
    path = tmp_path / "p.csv"
    path.write_text(f"{HEAD}\nO24,预览路口,2026-10-01,巡逻安排,,,,,,洪桥街道", "utf-8")
    seen = await obligations.load(own, path, book, ON, preview=True)
    assert (seen.records, seen.things, seen.written) == (1, 1, False)
    held = await own.read(Actor("t", ActorRole.CENTRE, ("440104001000",)), on_file, "440104001000", ["O24"])
    assert "预览路口" not in {n.name for n in held.named}
