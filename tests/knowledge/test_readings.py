"""The table of readings holds: no row stands otherwise than somebody read it against its articles."""

import csv
from pathlib import Path

import pytest

from tests.support import readings
from tests.support.walks import every

READ = tuple(readings.files())


@every("path", READ, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_every_row_stands_as_it_was_read(path: Path):
    changed = [u.row for u in readings.unread(path)]
    assert not changed, f"to be read against their articles: python tools/readings.py packet {path} : {changed}"


@every("path", READ, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_a_verdict_is_one_of_three_and_says_what_was_corrected(path: Path):
    for reading in readings.readings(path).values():
        assert reading["verdict"] in readings.VERDICTS, reading
        assert reading["note"] or reading["verdict"] == "right", reading
        assert reading["reader"], reading


@pytest.mark.parametrize("path", sorted(readings.TABLES.glob("sample-*.csv")), ids=lambda p: p.stem)
def test_a_sample_holds_its_rows_once_and_says_what_was_wrong(path: Path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        sample = tuple(csv.DictReader(file))
    assert len({s["row"] for s in sample}) == len(sample) == 200
    for s in sample:
        assert s["verdict"] in ("right", "wrong", "unclear", "doubtful"), s
        assert (s["verdict"] == "right") == (not s["why"]), s


@pytest.mark.parametrize("path", sorted(readings.TABLES.glob("third-*.csv")), ids=lambda p: p.stem)
def test_a_third_reading_holds_its_rows_once_and_says_what_was_not_right(path: Path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        third = tuple(csv.DictReader(file))
    assert third
    assert len({t["row"] for t in third}) == len(third)
    for t in third:
        assert t["verdict"] in ("right", "inexact", "wrong", "unclear"), t
        assert t["verdict"] == "right" or t["why"], t


def test_a_changed_row_and_a_changed_text_are_unread_again():
    unit = readings.Unit("M01", "duty", {"act": "报告", "cite": [{"clause": "WB/11", "quote": "报告"}]})
    other = readings.Unit("M01", "duty", {**unit.content, "act": "通知"})
    assert unit.row != other.row
    assert unit.articles == other.articles != readings.Unit("M01", "duty", {"cite": [{"clause": "WB/12"}]}).articles
