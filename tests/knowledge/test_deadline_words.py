"""How urgent a deadline is stands in its quote; a number or an urgency of our own says so."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tests.knowledge.test_limits import ROWS
from tests.support import readings

PLANNED = re.compile("定期|及时|实时|持续|时段|进校后")
URGENT = {"immediate": "立即|即时|第一时间|紧急|马上", "prompt": "及时|尽快|当即|迅速|定期"}
"""By the unit of a deadline: the words of the texts."""


def deadlines() -> Iterator[tuple[str, Mapping[str, Any]]]:
    for path in readings.files():
        for unit in readings.units(path):
            rows = [unit.content] if unit.kind == "deadline" else unit.content.get("deadline", [])
            yield from ((unit.row, row) for row in rows if row.get("cite"))


DEADLINES = tuple(deadlines())


def test_how_urgent_stands_in_the_quote_or_is_noted():
    unsaid = {
        row
        for row, d in DEADLINES
        if d["unit"] in URGENT and d.get("kind", "statutory") in ("statutory", "plan") and not d.get("note")
        if not any(re.search(URGENT[d["unit"]], c["quote"]) for c in d["cite"])
    }
    assert unsaid == set()


def test_what_the_plan_asks_without_a_number_is_no_configuration_of_ours():
    """方案写「定期」「及时」: the kind is `plan`; `configured` is for numbers that somebody chose."""
    wrong = {
        row
        for row, d in DEADLINES
        if d["cite"][0]["clause"].startswith("plan:")
        and PLANNED.search(d["cite"][0]["quote"])
        and d.get("value") is None
        and d.get("kind", "statutory") in ("statutory", "configured")
    }
    assert wrong == set()


LIMIT = re.compile("(?:\\d+|[一二三四五六七八九十]+)(?:个?工作日|日|个?小时|个月|天)(?:之内|以内|内)")
"""A time within which something must be done, as the texts write it."""
NO_BODY = {
    "HK/8": "the registration of a death: no service",
    "HKGF/20": "the family's month for the registration of a birth: said where to apply for it",
}
"""Clauses with a time limit that binds no body which decides on a service."""


def test_every_time_limit_in_a_text_on_services_is_loaded():
    """「几天 没有规定」 must not stand on a sheet where the text has days."""
    documents = {c["clause"].partition("/")[0] for row, d in ROWS if row.startswith("B") for c in d["cite"]}
    loaded = {(c["clause"], m) for _, d in DEADLINES for c in d["cite"] for m in LIMIT.findall(c["quote"])}
    written = {
        (clause, limit)
        for clause, paras in readings.texts().items()
        if clause.partition("/")[0] in documents
        for limit in LIMIT.findall("\n".join(paras))
    }
    assert {"DB/22", "TK/13", "SFJZ/4", "SSW/2", "FY/43"} <= {clause for clause, _ in written}
    assert {x for x in written - loaded if x[0] not in NO_BODY} == set()
