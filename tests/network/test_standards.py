"""Amounts of benefits: of the nearest area, on their days, and none where none is known."""

from dataclasses import replace
from datetime import date, datetime

from knowledge.calendar.deadlines import SHANGHAI
from knowledge.rulebook.load import rulebook
from knowledge.situation.situation import Situation
from knowledge.vocabulary import Provenance
from network.entities import NetworkVersion
from network.local import LocalRecords
from network.places import by_code
from network.referral.referral import Referral
from network.sheet.benefits import benefit
from network.sheet.model import Absence, SheetCell
from network.snapshot import Network, network
from network.standards import BenefitStandard, PaidPer
from tests.network.test_local import AREAS, CITY, OTHER, OURS, STREET

ON = date(2026, 11, 28)
PAID = BenefitStandard("B01", OURS, date(2026, 1, 1), 1868.5, PaidPer.MONTH, "示例文号", Provenance.LOADED, "社会散居")
BOOK = rulebook()


def having(*rows: BenefitStandard) -> Network:
    return replace(network(NetworkVersion(0, ""), AREAS, (), (), ()), local=LocalRecords.of(standards=rows))


def amount(of: Network, place: str = STREET, situation: Situation | None = None, code: str = "B01") -> SheetCell:
    moment = datetime(2026, 11, 28, 10, tzinfo=SHANGHAI)
    r = Referral(of, BOOK, by_code(of, place), situation or Situation(hukou="local"), moment)
    return benefit(r, r.offer(code)).amount


def test_a_new_amount_replaces_the_old_one_from_its_day_and_each_group_has_its_own():
    newer, others = replace(PAID, since=date(2026, 7, 1), amount=1900.0), replace(PAID, group="集中养育", amount=2000.0)
    held = having(PAID, newer, others)
    figures = {on: sorted(s.figure for s in held.standards("B01", STREET, on)) for on in (date(2026, 6, 30), ON)}
    assert figures == {date(2026, 6, 30): ["1,868.50", "2,000"], ON: ["1,900", "2,000"]}
    assert held.standards("B01", STREET, date(2025, 12, 31)) == ()


def test_the_nearest_area_decides_and_another_district_has_none():
    city = replace(PAID, area=CITY, amount=1500.0)
    held = having(PAID, city)
    assert [s.amount for s in held.standards("B01", STREET, ON)] == [1868.5]
    assert [s.amount for s in held.standards("B01", OTHER, ON)] == [1500.0]
    assert having(PAID).standards("B01", OTHER, ON) == ()


def test_what_is_over_or_was_a_mistake_is_no_amount():
    assert having(replace(PAID, until=ON)).standards("B01", STREET, ON) == ()
    assert having(replace(PAID, withdrawn=True)).standards("B01", STREET, ON) == ()


def test_the_sheet_says_the_amount_with_its_day_and_source_or_that_none_is_loaded():
    cell = amount(having(PAID))
    assert cell.text == "社会散居1,868.50元/月（天河区，2026-01-01起；来源：示例文号，由本单位载入，未经核对）"
    assert amount(having()) == SheetCell(absent=Absence.NOT_LOADED)
    made_up = amount(having(replace(PAID, provenance=Provenance.SYNTHETIC))).text
    assert made_up.endswith("（演示数据：演示的单位、分机勿拨打、勿前往；110、120照打）")


def test_where_the_office_that_decides_is_not_known_no_amount_is_said():
    elsewhere = Situation(hukou="province")
    assert amount(having(PAID), situation=elsewhere) == SheetCell(absent=Absence.NOT_LOADED)
