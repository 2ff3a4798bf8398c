"""今天 by what it is made of: an item stands in one list, and red is kept for what tells danger."""

import re
from typing import Any

from cli.demo import ROLES
from knowledge.access.policy import Action, allowed
from knowledge.roles import ActorRole
from tests.web.conftest import Seat
from web.casework.today import first_only
from web.casework.tonight import in_danger
from web.sheet.days import named_once


def rows(*codes: str) -> list[dict[str, Any]]:
    return [{"code": c} for c in codes]


def test_each_item_stands_in_the_first_list_that_has_it_and_ones_own_are_whole():
    shown = {"danger": rows("a", "b"), "mine": rows("b", "c"), "untaken": rows("a", "c", "d"), "people": rows("d", "e")}
    above = first_only(shown)
    assert {name: [r["code"] for r in listed] for name, listed in shown.items() if listed} == {
        "danger": ["a", "b"], "mine": ["b", "c"], "untaken": ["d"], "people": ["e"],
    }  # fmt: skip  # a table
    assert {name: count for name, count in above.items() if count} == {"untaken": 2, "people": 1}


def test_a_file_that_tells_nothing_is_no_alarm():
    assert not in_danger([{"code": "confirm"}])
    assert not in_danger([])
    assert in_danger([{"code": "confirm"}, {"code": "police"}])


def test_an_office_is_named_at_the_first_step_and_again_only_with_more():
    police, again = {"name": "公安", "says": None}, {"name": "公安", "says": "带回执"}
    steps: list[dict[str, Any]] = [{"who": [police]}, {"who": [police, again]}]
    (made,) = named_once([("现在", steps)])
    assert [s["who"] for s in made[1]] == [[police], [again]]


async def test_whoever_takes_part_in_casework_can_open_the_page(seat: Seat):
    """And every list that it offers; also a school, which receives only: it has no list of an area."""
    taking_part = [role for role in ROLES if allowed([ActorRole[role.upper()]], Action.DO_CASEWORK)]
    pages = {role: await seat(role).get("/work") for role in taking_part}
    assert "school" in pages
    assert {role: page.status_code for role, page in pages.items() if page.status_code != 200} == {}
    for role, page in pages.items():
        lists = set(re.findall(r'href="(/work\?list=\w+|/duty)"', page.text))
        opened = {path: (await seat(role).get(path)).status_code for path in lists}
        assert set(opened.values()) == {200}, (role, opened)
