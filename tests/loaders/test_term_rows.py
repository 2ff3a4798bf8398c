"""Rows of the school year: first and last day as bureaus publish them, and what cannot be a term."""

from datetime import date
from pathlib import Path

import pytest

from knowledge.calendar.terms import PeriodKind
from knowledge.vocabulary import Provenance
from network.terms import SchoolPeriod
from tests.loaders.reading import one, read, why

DISTRICT = "440104000000"
ROW = {
    "区划": DISTRICT,
    "类别": "寒假",
    "名称": "2027年寒假",
    "起始日期": "2027-01-23",
    "最后一天": "2027年2月21日",
    "来源": "某局",
    "状态": "",
}


def test_the_last_day_is_still_vacation(tmp_path: Path):
    found = one(tmp_path, "terms", ROW)
    assert found == SchoolPeriod(
        DISTRICT,
        date(2027, 1, 23),
        date(2027, 2, 22),
        PeriodKind.VACATION,
        "2027年寒假",
        "某局",
        Provenance.LOADED,
    )


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"类别": "春假？"}, "kind", "input.not_allowed"),
        ({"类别": ""}, "kind", "cell.empty"),
        ({"来源": ""}, "source", "cell.empty"),
        ({"名称": ""}, "name", "cell.empty"),
        ({"起始日期": ""}, "since", "cell.empty"),
        ({"最后一天": ""}, "last", "cell.empty"),
        ({"最后一天": "2027-01-22"}, "last", "cell.no_school_period"),
        ({"最后一天": "2028-02-21"}, "last", "cell.no_school_period"),
        ({"最后一天": "二月下旬"}, "last", "cell.not_a_day"),
        ({"起始日期": "2027-07-10", "最后一天": "2027-08-31"}, "since", "cell.period_not_as_called"),
        ({"类别": "暑假", "名称": "暑假"}, "since", "cell.period_not_as_called"),
        ({"名称": "2026年寒假"}, "since", "cell.period_not_as_called"),
        ({"类别": "学期", "名称": "2025学年第二学期"}, "since", "cell.period_not_as_called"),
    ],
)
def test_what_is_no_term_is_refused(tmp_path: Path, cells: dict[str, str], column: str, reason: str):
    assert why(tmp_path, "terms", {**ROW, **cells}) == (column, reason)


@pytest.mark.parametrize("name", ["2026学年第二学期", "2026-2027学年第二学期", "第二学期", "2027年春季"])
def test_a_term_is_called_after_its_year_or_its_school_year(tmp_path: Path, name: str):
    row = {**ROW, "类别": "学期", "名称": name, "起始日期": "2027-02-22", "最后一天": "2027-07-05"}
    assert isinstance(one(tmp_path, "terms", row), SchoolPeriod)


def test_a_vacation_of_either_season_is_one(tmp_path: Path):
    assert isinstance(one(tmp_path, "terms", {**ROW, "类别": "寒暑假", "名称": "假期"}), SchoolPeriod)


def test_a_row_that_was_a_mistake_is_withdrawn_and_two_ends_of_one_term_are_refused(tmp_path: Path):
    found = one(tmp_path, "terms", {**ROW, "状态": "撤回"})
    assert isinstance(found, SchoolPeriod)
    assert found.withdrawn
    other = {**ROW, "最后一天": "2027-02-20"}
    twice = read(tmp_path, "terms", [[*ROW], [*ROW.values()], [*other.values()]])
    assert [r.reason.code for r in twice.rejected] == ["row.contradicts"]
