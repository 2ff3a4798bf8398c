"""What is over ends by file: history stays, a mistake is withdrawn, and loading twice changes nothing."""

from datetime import date
from pathlib import Path

import pytest

from graph_model.directory.places import by_address, by_name
from graph_model.graph import Graph
from knowledge.errors import BadInput, EndedArea
from network import days
from network.entities import ANONYMOUS
from network.snapshot import Network
from tests.loaders.test_files import load_file, now

DISTRICT, STREET, COMMUNITY = "440104000000", "440104001000", "440104001007"
BEFORE, AFTER = date(2026, 5, 1), date(2026, 11, 1)
AREAS = "代码,名称,级别,上级代码,并入,终止日期,状态"
OLD = "440104997000,旧示例街道,街道,440104000000"
PLACE = "类别,名称,区划,终止日期,状态"
FILES = {
    "areas": (AREAS, f"{OLD},", f"{OLD},{STREET}"),
    "bodies": (PLACE, f"派出所,甲派出所,{STREET}"),
    "points": (PLACE, f"社工站,甲社工站,{STREET}"),
    "schools": ("学校名称,学段,区划,终止日期,状态", f"甲小学,小学,{STREET}"),
    "posts": ("岗位,区划,姓名,终止日期,状态", f"站长,{STREET},甲"),
}
"""By topic: the header, and a row without its last two columns, at its beginning and at its end."""


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines), "utf-8")
    return path


def holds(network: Network) -> set[str]:
    return {getattr(r, "id", "") or getattr(r, "code", "") for r in network.dated()}


@pytest.mark.parametrize("topic", list(FILES))
async def test_a_row_ends_by_its_file_and_yesterday_stays(own: Graph, tmp_path: Path, topic: str):
    header, row, *changed = FILES[topic]
    before = holds(await now(own))
    await load_file(own, topic, write(tmp_path / "a.csv", header, f"{row},,"))
    whole = await now(own)
    (key,) = holds(whole) - before or {f"station_head@{STREET}"}
    yesterday = days.at(whole, BEFORE)
    ended = write(tmp_path / "b.csv", header, f"{(changed or [row])[0]},2026-06-01,停办")
    assert (await load_file(own, topic, ended)).written == 1
    again = await load_file(own, topic, ended)
    assert (again.written, again.unchanged) == (0, 1)
    whole = await now(own)
    assert key in holds(days.at(whole, BEFORE))
    assert holds(days.at(whole, BEFORE)) == holds(yesterday)
    assert holds(days.at(whole, AFTER)) == holds(yesterday) - {key}
    withdrawn = write(tmp_path / "c.csv", header, f"{row},,撤回")
    assert (await load_file(own, topic, withdrawn)).written == 1
    assert (await load_file(own, topic, withdrawn)).unchanged == 1
    whole = await now(own)
    assert key not in holds(days.at(whole, BEFORE)) | holds(days.at(whole, AFTER))


async def test_the_name_of_an_area_that_ended_leads_to_what_it_became(own: Graph, tmp_path: Path):
    await load_file(own, "areas", write(tmp_path / "a.csv", AREAS, f"{OLD},{STREET},2026-06-01,"))
    roads = write(tmp_path / "s.csv", "路名,起号,止号,单双号,区划", "旧例路,1,9,全,440104997000")
    await load_file(own, "segments", roads)
    whole = await now(own)
    for day, code in ((BEFORE, "440104997000"), (AFTER, STREET)):
        view = days.at(whole, day)
        named = await own.read(ANONYMOUS, by_name, view, "旧示例街道")
        addressed = await own.read(ANONYMOUS, by_address, view, "旧例路5号")
        assert (named.code, addressed.code) == (code, code)
        assert ("并入" in str(named.how)) is ("并入" in str(addressed.how)) is (day == AFTER)
    split = f"{OLD},440104001000;440104003000,2026-06-01,"
    await load_file(own, "areas", write(tmp_path / "a.csv", AREAS, split))
    view = days.at(await now(own), AFTER)
    for ask, text in ((by_name, "旧示例街道"), (by_address, "旧例路5号")):
        with pytest.raises((EndedArea, BadInput)) as refused:
            await own.read(ANONYMOUS, ask, view, text)
        assert isinstance(refused.value, EndedArea), text
    withdrawn = write(tmp_path / "s.csv", "路名,起号,止号,单双号,区划,状态", "旧例路,1,9,全,440104997000,撤回")
    assert (await load_file(own, "segments", withdrawn)).written == 1
    with pytest.raises(BadInput):
        await own.read(ANONYMOUS, by_address, view, "旧例路5号")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (f"派出所,甲,{STREET},,停办", ("until", "cell.ended_without_day")),
        (f"派出所,甲,{STREET},,暂停", ("paused_since", "cell.paused_without_day")),
        (f"派出所,甲,{STREET},2020-01-01,在用", ("status", "cell.status_contradicts")),
        (f"派出所,甲,{STREET},,随便", ("status", "cell.unknown_status")),
    ],
)
async def test_a_status_that_needs_a_day_is_not_guessed(own: Graph, tmp_path: Path, row: str, reason: tuple[str, str]):
    report = await load_file(own, "bodies", write(tmp_path / "a.csv", f"{PLACE},暂停自", f"{row},"), preview=True)
    assert [(r.column, r.reason.code) for r in report.rejected] == [reason]


async def test_a_statement_or_figure_that_was_a_mistake_is_withdrawn(own: Graph, tmp_path: Path):
    lists = "类别,区划,齐全日期,来源,状态"
    await load_file(own, "lists", write(tmp_path / "l.csv", lists, f"派出所,{STREET},2026-01-01,测试,"))
    await load_file(own, "population", write(tmp_path / "p.csv", "区划,未成年人数,来源,状态", f"{STREET},9,测试,"))
    view = days.at(await now(own), AFTER)
    assert view.stated("police_station", STREET, AFTER)
    assert STREET in view.populations
    await load_file(own, "lists", write(tmp_path / "l.csv", lists, f"派出所,{STREET},2026-01-01,测试,撤回"))
    await load_file(own, "population", write(tmp_path / "p.csv", "区划,未成年人数,来源,状态", f"{STREET},9,测试,撤回"))
    view = days.at(await now(own), AFTER)
    assert not view.stated("police_station", STREET, AFTER)
    assert STREET not in view.populations
