"""今天 by what it is made of: an item stands in one list, and red is kept for what tells danger."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest

from cli.demo import ROLES
from knowledge.access.policy import Action, allowed
from knowledge.roles import ActorRole
from tests.web.conftest import Seat
from web.casework.today import ALARMS, DANGER, FREE, LATER, MOST, ROOM, first_only, standing
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


def test_on_a_phone_the_first_lists_have_the_room_and_the_rest_is_folded():
    lists = [(DANGER, 49), (FREE, 2), ("overdue", 2), ("today", 9), ("untaken", 3)]
    folded = {LATER: 0, FREE: 0, "untaken": 0}
    assert standing(lists, 0) == {DANGER: MOST[DANGER], "overdue": 2, "today": 1, **folded}
    assert standing([(DANGER, 0), (FREE, 2), ("week", 9)], 0) == {LATER: 0, DANGER: 0, FREE: 2, "week": ROOM - 2}
    assert standing([(DANGER, 0), (LATER, 9)], 0) == {DANGER: 0, LATER: ROOM}, "nothing else is due"
    assert standing(lists, ALARMS)[DANGER] == 1, "reports of danger take the room, something always stands"


class Standing(HTMLParser):
    """Counts the rows of work that stand in no fold, and those that stand in one."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.folds: list[bool] = []
        self.open, self.folded = 0, 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = dict(attrs)
        if tag == "details":
            self.folds.append("open" not in of)
        if tag == "div" and of.get("class") == "what":
            self.folded += any(self.folds)
            self.open += not any(self.folds)

    def handle_endtag(self, tag: str) -> None:
        if tag == "details":
            self.folds.pop()


@pytest.mark.parametrize("role", ["director", "street", "lead"])
async def test_what_stands_above_the_folds_is_a_few_rows_and_nothing_is_left_out(seat: Seat, role: str):
    """Whatever the data: as pages are sent, before a script opens the folds where there is room."""
    page = (await seat(role).get("/work")).text
    seen = Standing(page[page.index('id="lists"') :])
    assert 0 < seen.open <= ROOM
    assert seen.open + seen.folded == page.count('class="what"')


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
