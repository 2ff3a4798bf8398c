"""A text speaks where it is in force: every row of the rules, in every territory and outside of it."""

from collections.abc import Iterator
from datetime import date

import pytest
from pydantic import BaseModel

from knowledge.errors import NoTextForThatPlace
from knowledge.permissions.decision import Permission, permitted
from knowledge.responsibility.finding import carried, find, why_not
from knowledge.rows.rows import Cite, Conditional, Duty, Matter
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import Situation
from knowledge.vocabulary import Role

ON = date(2026, 11, 28)
YUEXIU, TIANHE, SHENZHEN, SHANGHAI = "440104001007", "440106001001", "440304001001", "310101002001"
IN_FORCE = {
    YUEXIU: {"440104", "4401", "44"},
    "440104000000": {"440104", "4401", "44"},
    "440100000000": {"4401", "44"},
    TIANHE: {"4401", "44"},
    SHENZHEN: {"44"},
    SHANGHAI: set(),
}


def parts(value: object) -> Iterator[BaseModel]:
    """A row and every row inside it."""
    if isinstance(value, BaseModel):
        yield value
        for name in type(value).model_fields:
            yield from parts(getattr(value, name))
    elif isinstance(value, tuple | list):
        for inner in value:
            yield from parts(inner)


def every(book: Rulebook) -> list[BaseModel]:
    tables = (book.matters, book.norms, book.concepts, book.services, book.obligations)
    rows = [r for table in tables for r in table.values()]
    return [p for r in (*rows, *book.cautions, *book.tasks) for p in parts(r)]


def territory(book: Rulebook, cite: Cite) -> str:
    found = book.texts.document(cite.clause).territory
    return found.code if found else ""


@pytest.mark.parametrize("area", IN_FORCE)
def test_a_row_holds_where_its_carrying_text_does_and_there_on_the_same_days(book: Rulebook, area: str):
    here = book.within(area)
    rows = [p for p in every(book) if isinstance(p, Conditional)]
    assert len(rows) > 2000
    for row in rows:
        applies = not row.cite or territory(book, row.cite[0]) in IN_FORCE[area] | {""}
        assert here.periods(row) == (book.periods(row) if applies else ())
        assert here.applies(row) is applies


@pytest.mark.parametrize("area", IN_FORCE)
def test_nothing_is_cited_out_of_its_territory(book: Rulebook, area: str):
    here, allowed = book.within(area), IN_FORCE[area] | {""}
    cites = [p for p in every(book) if isinstance(p, Cite)]
    assert any(territory(book, c) not in allowed for c in cites) is (area[:6] != "440104")
    for cite in cites:
        assert bool(here.texts.periods(cite)) is (territory(book, cite) in allowed)
        assert {territory(book, cite)} <= allowed or not here.texts.cited((cite,), ON)
    shown = [p.document for found in here.texts.by_clause.values() for p in found]
    assert {d.territory.code for d in shown if d.territory} <= allowed


@pytest.mark.parametrize("area", [YUEXIU, "440104000000"])
def test_in_the_district_every_text_speaks(book: Rulebook, area: str):
    assert book.within(area).texts.by_clause == book.texts.by_clause


def test_the_rules_of_a_place_are_made_once_and_from_the_whole(book: Rulebook):
    assert book.within(YUEXIU) is book.within("440104002000")
    assert book.within(TIANHE).within(YUEXIU) is book.within(YUEXIU)
    assert book.within(TIANHE).hash == book.hash


def leads(duty: Duty) -> bool:
    return duty.role is not Role.COOPERATES


def elsewhere(book: Rulebook, matter: Matter, area: str) -> set[tuple[str, str]]:
    """The texts of other places that carry duties of a matter, each with its territory."""
    texts = [book.texts.document(d.cite[0].clause) for d in matter.duty]
    return {(t.title, t.territory.label) for t in texts if t.territory and t.territory.code not in IN_FORCE[area]}


@pytest.mark.parametrize("area", [TIANHE, SHENZHEN, SHANGHAI])
def test_a_matter_of_texts_of_elsewhere_is_refused_with_each_and_where_it_is_in_force(book: Rulebook, area: str):
    here = book.within(area)
    refused = set()
    for code, matter in book.matters.items():
        if carried(here, matter, ON):
            assert find(here, code, Situation(), ON).duties
            continue
        refused.add(code)
        with pytest.raises(NoTextForThatPlace) as caught:
            find(here, code, Situation(), ON)
        told = {(text.params["title"], text.params["territory"]) for text in caught.value.texts}
        assert told
        assert told <= elsewhere(book, matter, area)
        with pytest.raises(NoTextForThatPlace):
            why_not(here, code, matter.duty[0].body, Situation(), ON)
    away = {code for code, m in book.matters.items() if elsewhere(book, m, area)}
    national = {c for c, m in book.matters.items() if any(territory(book, d.cite[0]) == "" for d in m.duty if leads(d))}
    assert refused
    assert away - national <= refused <= away


def test_why_not_names_the_text_of_another_place(book: Rulebook):
    """Bodies that only the plan names for a matter that a law carries too."""
    named = 0
    for code, matter in book.matters.items():
        if not carried(book.within(TIANHE), matter, ON):
            continue
        for body in {d.body for d in matter.duty}:
            own = [d for d in matter.duty if d.body == body]
            found = why_not(book.within(TIANHE), code, body, Situation(), ON)
            here = why_not(book.within(YUEXIU), code, body, Situation(), ON)
            assert here.elsewhere == ()
            assert {d.id for d in found.elsewhere} == {
                book.texts.document(d.cite[0].clause).id for d in own if territory(book, d.cite[0]) == "440104"
            }
            assert not any("越秀区" in title for title in found.searched)
            named += bool(found.elsewhere and not found.held)
    assert named > 20


def test_a_norm_of_the_city_is_silent_in_another(book: Rulebook):
    local = [n for n in book.norms.values() if territory(book, n.cite[0]) == "4401"]
    assert local
    acts = {n.act for n in local} - {n.act for n in book.norms.values() if n not in local}
    assert acts, "acts that only the regulation of the city speaks of"
    for act in acts:
        norm = next(n for n in local if n.act == act)
        for area, silent in ((YUEXIU, False), (TIANHE, False), (SHENZHEN, True)):
            answer = permitted(book.within(area), act, norm.by[0], Situation(), ON).answer
            assert (answer is Permission.NOT_STATED) is silent, (act, area)


def test_a_code_that_a_draft_invented_rules_no_text_out(book: Rulebook):
    whole = [n for n in book.norms.values() if book.applies(n)]
    assert [n for n in book.norms.values() if book.within("C1").applies(n)] == whole
