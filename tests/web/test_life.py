"""Who cares for a child over time: what is known by a day has its length, what is not is not drawn as known."""

from datetime import date
from typing import Any

from web.persons.life import PARTS, life

TODAY = date(2026, 11, 30)


def on_file(**facts: str) -> dict[str, Any]:
    return {"facts": [{"fact": code, "value": value, "valueLabel": f"[{value}]"} for code, value in facts.items()]}


def drawn(record: dict[str, Any] | None) -> list[tuple[str, list[tuple[str, int]]]]:
    made = life(record, TODAY)
    return [(r["who"], [(p["kind"], p["width"]) for p in r["parts"]]) for r in made["rows"]] if made else []


def test_each_parent_is_a_row_as_long_as_the_state_lasts_and_the_carer_is_now():
    record = on_file(
        father_state="imprisoned", father_since="2025-11-30", mother_state="lost_contact", mother_since="2026-05-31",
        caregiver="grandparents",
    )  # fmt: skip
    assert drawn(record) == [
        ("父亲", [("blank", 4), ("gone", 8)]),
        ("母亲", [("blank", 8), ("gone", 4)]),
        ("照料人", [("blank", 8), ("held", 4)]),
    ]
    made = life(record, TODAY)
    assert made
    assert made["rows"][0]["parts"][1]["text"] == "[imprisoned]，2025年11月30日起"
    assert made["start"] == "2025年6月1日"


def test_without_a_day_the_whole_line_says_so_and_a_parent_who_can_care_is_not_dashed():
    assert drawn(on_file(father_state="able", mother_state="dead")) == [
        ("父亲", [("", PARTS)]),
        ("母亲", [("gone", PARTS)]),
    ]


def test_what_the_viewer_may_not_read_is_not_drawn():
    assert life(None, TODAY) is None
    assert life(on_file(), TODAY) is None
