"""Documents of an area's own: in force on their days, in their place, beside an answer that they leave alone."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

import pytest

from knowledge.calendar.deadlines import SHANGHAI
from knowledge.rulebook.load import rulebook
from knowledge.situation.situation import Situation
from knowledge.vocabulary import AreaLevel, Force, Mark, Provenance
from network.days import at
from network.entities import Area, NetworkVersion
from network.local import LocalClause, LocalDocument, LocalRecords, in_order
from network.places import by_code
from network.referral.referral import Referral
from network.responsibility.offices import answer
from network.sheet.local import naming
from network.sheet.model import FoldKind
from network.sheet.sheet import of_matter, of_referral
from network.sheet.text import text
from network.snapshot import Network, network

ON = date(2026, 11, 28)
CITY, OURS, OTHER = "440100000000", "440106000000", "440104000000"
STREET = "440106006000"
AREAS = (
    Area(CITY, "广州市", AreaLevel.CITY),
    Area(OURS, "天河区", AreaLevel.DISTRICT, CITY),
    Area(OTHER, "越秀区", AreaLevel.DISTRICT, CITY),
    Area(STREET, "石牌街道", AreaLevel.STREET, OURS),
)
PLAN = LocalDocument("行动方案", OURS, date(2025, 1, 1), "示例行动方案", "某表", Provenance.LOADED, "示例〔2025〕1号")
NEWER = replace(PLAN, since=date(2026, 1, 1), title="示例行动方案（2026）")
BOOK = rulebook()


def clause(document: LocalDocument, number: str, words: str = "示例条文。", *matters: str) -> LocalClause:
    return LocalClause(document.id, document.area, number, words, matters or ("M36",), ("civil_affairs",))


def having(*rows: LocalDocument | LocalClause) -> Network:
    documents = (r for r in rows if isinstance(r, LocalDocument))
    clauses = (r for r in rows if isinstance(r, LocalClause))
    bare = network(NetworkVersion(0, ""), AREAS, (), (), ())
    return replace(bare, local=LocalRecords.of(documents, clauses))


def numbers(of: Network, place: str, on: date, matters: Iterable[str] = ("M36",)) -> list[str]:
    return [t.clause.number for t in naming(of, place, tuple(matters), on)]


def test_a_version_is_in_force_until_the_next_one_and_the_old_one_stays_to_be_read():
    held = having(PLAN, NEWER, clause(PLAN, "一"), clause(PLAN, "二"), clause(NEWER, "一", "新的。"))
    assert numbers(held, STREET, date(2024, 12, 31)) == []
    assert numbers(held, STREET, date(2025, 1, 1)) == ["一", "二"]
    assert numbers(held, STREET, date(2025, 12, 31)) == ["一", "二"]
    assert numbers(held, STREET, date(2026, 1, 1)) == ["一"], "what the new version leaves out is over"
    assert {t.provision.version.until for t in held.local_texts[OURS]} == {date(2026, 1, 1), None}


def test_a_version_that_ends_has_no_words_after_it():
    ended = replace(PLAN, until=date(2025, 7, 1))
    held = having(ended, clause(ended, "一"))
    assert [numbers(held, STREET, on) for on in (date(2025, 6, 30), date(2025, 7, 1))] == [["一"], []]


def test_what_was_a_mistake_was_never_there_and_ends_nothing():
    mistaken = replace(clause(NEWER, "一"), withdrawn=True)
    held = having(PLAN, NEWER, clause(PLAN, "一"), mistaken)
    assert numbers(held, STREET, ON) == ["一"]
    assert {t.provision.version.id for t in held.local_texts[OURS]} == {PLAN.id}


@pytest.mark.parametrize("place", [CITY, OTHER])
def test_it_is_silent_elsewhere_and_in_the_area_above(place: str):
    assert numbers(having(PLAN, clause(PLAN, "一")), place, ON) == []


def test_it_is_silent_for_matters_that_it_does_not_name():
    held = having(PLAN, clause(PLAN, "一"))
    assert numbers(held, STREET, ON, ("M10",)) == []


def test_the_nearest_area_comes_first_and_numbers_are_counted_as_people_count():
    own = LocalDocument("办法", STREET, date(2025, 1, 1), "示例办法", "某表", Provenance.LOADED)
    rows = [clause(PLAN, n) for n in ("第十条", "第二条", "第一条")]
    assert numbers(having(PLAN, own, *rows, clause(own, "1")), STREET, ON) == ["1", "第一条", "第二条", "第十条"]
    assert sorted(["三（二）1", "三（一）10", "三（一）2"], key=in_order) == ["三（一）2", "三（一）10", "三（二）1"]


def test_the_network_of_a_day_still_has_it():
    held = having(PLAN, clause(PLAN, "一"))
    gone = Area("440104001000", "旧街道", AreaLevel.STREET, OTHER, until=date(2020, 1, 1))
    there = replace(held, areas={**held.areas, gone.code: gone})
    assert at(there, ON) is not there
    assert numbers(at(there, ON), STREET, ON) == ["一"]


def test_no_answer_changes_and_the_sheet_says_so():
    """By law nothing moves: the same bodies, steps and contacts; the fold has the words, the doubt and the notice."""
    beyond = replace(clause(PLAN, "第二条", "示例：消防每季检查。"), kinds=("fire",))
    held = having(PLAN, clause(PLAN, "第一条", "示例：三日内回访。"), beyond)
    bare = having()
    found, without = (answer(n, BOOK, "M36", by_code(n, STREET), Situation(), ON) for n in (held, bare))
    assert found.responsible == without.responsible
    moment = datetime(2026, 11, 28, 10, tzinfo=SHANGHAI)
    at_held, at_bare = (Referral(n, BOOK, by_code(n, STREET), Situation(), moment) for n in (held, bare))
    sheet, plain = of_matter(found, at_held), of_matter(without, at_bare)
    (fold,) = [f for f in sheet.folds if f.kind is FoldKind.LOCAL]
    assert [f for f in sheet.folds if f is not fold] == list(plain.folds)
    assert replace(sheet, folds=()) == replace(plain, folds=())
    first, second, doubt, notice = [x.text for x in fold.lines]
    assert "《示例行动方案》第一条：“示例：三日内回访。”（点名：民政部门）" in first
    assert "示例：消防每季检查。" in second
    assert "按法律不在这件事的责任单位里" in doubt
    assert "未经核对" in notice
    assert "不改变按法律得出的责任" in notice
    assert "三日内回访" in text(sheet, opened=True)
    assert [c.quote for c in fold.lines[0].citations] == ["示例：三日内回访。"]


def test_the_sheet_of_a_child_has_what_is_said_of_its_matters():
    held = having(PLAN, clause(PLAN, "第一条", "示例：先去看。", *BOOK.matters))
    child = Situation(domestic_violence=True)
    moment = datetime(2026, 11, 28, 10, tzinfo=SHANGHAI)
    kinds = [
        {f.kind for f in of_referral(Referral(held, BOOK, by_code(held, place), child, moment)).folds}
        for place in (STREET, OTHER)
    ]
    assert [FoldKind.LOCAL in k for k in kinds] == [True, False]


def test_no_rule_that_ships_is_of_an_area_by_file():
    assert all(d.force is not Force.LOCAL for d in BOOK.texts.documents.values())
    assert all(v.mark is not Mark.LOADED for d in BOOK.texts.documents.values() for v in d.version)
