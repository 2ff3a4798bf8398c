"""A number that a row of a matter sends to stands among the numbers of the matter.

A step names whom to call with the number only where the matter lists it, and pages show the list.
"""

import re
from collections.abc import Iterator
from typing import Any

from tests.support import readings

NUMBER = re.compile("(?<![\\d.法])(110|119|120)(?![\\d.条])")
POLICE = re.compile("报警(?!回执)|报公安|(?:报告|告诉)公安|向公安[^，。；]{0,12}报告")
VIOLENCE = ("domestic_violence", "abused_or_abandoned", "sexual_harm", "injury", "life_danger")
MEDICAL = (*VIOLENCE, "unattended", "night_out")
"""Facts that open a danger of a matter in which a child may be hurt or ill."""
SAID = ("text", "act", "event", "note", "why", "disagreement")


def called(row: dict[str, Any], kind: str) -> set[str]:
    """The emergency numbers to which a row of a matter sends."""
    said = " ".join(str(row.get(key, "")) for key in SAID)
    reports = kind == "step" and POLICE.search(row["text"])
    return {*NUMBER.findall(said), *(("110",) if reports else ())}


def in_danger(matter: dict[str, Any]) -> set[str]:
    """The numbers that a matter needs for the danger it is about."""
    danger = matter.get("danger")
    if not isinstance(danger, dict):
        return {"110"} if matter.get("report") else set()
    return {"110", "120"} if danger.keys() & set(MEDICAL) else {"110"}


def missing(units: list[readings.Unit]) -> Iterator[tuple[str, str]]:
    """Matter and number that a row of it needs, and it does not list."""
    listed: dict[str, set[str]] = {}
    for unit in units:
        row = dict(unit.content)
        if unit.kind == "matter":
            listed[unit.owner] = set(row.get("hotlines", ()))
            wanted = called(row, unit.kind) | in_danger(row)
        else:
            wanted = called(row, unit.kind)
        yield from ((unit.owner, number) for number in wanted - listed[unit.owner])


def rows() -> list[readings.Unit]:
    """All rows of all matters, each matter before its parts."""
    return [u for p in readings.files() if p.parent.name == "matters" for u in readings.units(p)]


def test_a_number_that_is_not_listed_is_seen():
    matter = readings.Unit("M107", "matter", {"code": "M107", "hotlines": ["110"], "danger": {"missing": True}})
    hurt = readings.Unit("M107", "step", {"text": "有伤先就医（120），请公安开伤情鉴定"})
    assert list(missing([matter, hurt])) == [("M107", "120")]
    for text in ("立即报公安", "发现侵害的，立即向公安机关报告", "未保法119条"):
        silent = readings.Unit("M99", "matter", {"code": "M99"})
        found = set(missing([silent, readings.Unit("M99", "step", {"text": text})]))
        assert found == (set() if "119" in text else {("M99", "110")}), text
    violent = readings.Unit("M34", "matter", {"hotlines": ["110"], "danger": {"domestic_violence": True}})
    assert list(missing([violent])) == [("M34", "120")]


def test_each_number_a_matter_sends_to_is_listed():
    assert set(missing(rows())) == set()
