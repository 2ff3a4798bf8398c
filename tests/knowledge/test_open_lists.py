"""What an article lists is said whole, what it leaves open stays open, and what is due at once is not only soon."""

import re

from tests.support import readings

ROWS = tuple(unit for path in readings.files() for unit in readings.units(path))
BARS = ("曾实施性侵害", "有吸毒、酗酒、赌博等恶习", "曾拒不履行或者长期怠于履行监护", "其他不适宜担任被委托人")
"""Who may not be entrusted with a child (WB/22): each of the four."""
SOON = re.compile("及时(向[^，；。]{0,12})?报(告|案)")


def texts(unit: readings.Unit) -> str:
    return "；".join(str(unit.content.get(key, "")) for key in ("text", "act", "event", "why", "instead", "note"))


def quoted(unit: readings.Unit, clause: str) -> str:
    found = (c for cites in readings.citations(unit.content) for c in cites)
    return "".join(c["quote"] for c in found if c["clause"] == clause)


def test_who_may_not_be_a_carer_is_quoted_with_all_four_bars():
    rows = [(unit.row, quoted(unit, "WB/22")) for unit in ROWS]
    naming = [(row, quotes) for row, quotes in rows if "不得作为被委托人" in quotes]
    assert len(naming) >= 6
    assert {row for row, quotes in naming if not all(bar in quotes for bar in BARS)} == set()


def test_the_records_that_bar_from_employment_are_an_open_list():
    listing = [unit for unit in ROWS if "WB/62" in unit.clauses and "拐卖、暴力伤害" in texts(unit)]
    assert len(listing) >= 6
    assert {unit.row for unit in listing if "拐卖、暴力伤害等" not in texts(unit)} == set()
    assert {unit.row for unit in ROWS if "WB/62" in unit.clauses and "四类" in texts(unit)} == set()


def test_what_is_to_be_reported_at_once_is_not_said_to_be_reported_soon():
    due = [unit for unit in ROWS if "应当立即向公安" in quoted(unit, "WB/11")]
    acts = {unit.row: str(unit.content.get("act", "")) + str(unit.content.get("text", "")) for unit in due}
    assert len(acts) > 100
    assert {row for row, act in acts.items() if SOON.search(act) and "立即" not in act} == set()
