"""The answer for a place against one Cypher statement, and against what a neighbour must never lend."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise, product

import pytest

from graph_model.baseline.responsibility import assigned
from graph_model.graph import Graph, Tx
from knowledge.coverage.tiers import tiers
from knowledge.errors import NoTextForThatDay, NoTextForThatPlace, NotFound
from knowledge.responsibility.finding import known
from knowledge.rows.rows import Matter
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import Situation
from knowledge.vocabulary import AreaLevel, Level, Provenance, Role, Verdict
from loaders.shipped import yuexiu
from loaders.synthetic import network as synthetic
from network.days import at
from network.entities import ANONYMOUS, Body, CompleteList, NetworkVersion
from network.places import Place, by_code
from network.responsibility.offices import OfficeStatus, Responsibility, answer, chain, offices
from network.snapshot import Network
from network.snapshot import network as index
from tests.support.areas import of_level

ON = date(2026, 11, 23)
DAYS = (date(2024, 4, 25), date(2026, 7, 1), ON)
DISTRICT, STREET, COMMUNITY = "440104000000", "440104001000", "440104001007"
ELSEWHERE = ("440106001000", "310101002000")
"""A street of another district of the city, and one of another province: the plan is silent there."""
BEIJING = "110101001001"
SITUATIONS = (
    Situation(),
    Situation(age=13, sex="female", severity="serious", urgent=True, crime_suspected=True, reporter="school"),
    Situation(birth_date=date(2008, 11, 23), place="hotel", licensed=False, unit_kind="hotel", offender="stranger"),
    Situation(age=7, guardian_state="unable", identity_known=False, disability=True, economic_hardship=True),
)
Answered = tuple[str, str, str, str | None, str | None, str | None]


def here(network: Network) -> tuple[Place, ...]:
    communities = [a.code for a in of_level(network, AreaLevel.COMMUNITY)]
    picked = (COMMUNITY, communities[len(communities) // 2], communities[-1], STREET, DISTRICT)
    return tuple(by_code(network, code) for code in (*picked, *ELSEWHERE))


def ours(network: Network, book: Rulebook, code: str, place: Place, situation: Situation, on: date) -> set[Answered]:
    found: set[Answered] = set()
    for d in answer(network, book, code, place, situation, on).finding.duties:
        _, bodies = offices(network, book.kinds[d.row.body], place, ON)
        first = d.citations[0]
        offices_here: list[str | None] = [b.id for b in bodies] or [None]
        carried = (first.provision.clause, first.quote)
        found |= {(d.row.role.value, d.row.body, d.verdict.value, body, *carried) for body in offices_here}
    return found


async def theirs(tx: Tx, matter: Matter, place: Place, situation: Situation, on: date) -> set[Answered]:
    rows = await assigned(tx, matter.code, place.code, on, known(matter, situation, on))
    return {(r.role.value, r.kind, r.verdict.value, r.body, r.clause, r.quote) for r in rows}


Case = tuple[Place, Situation, date]


def cases(network: Network, book: Rulebook) -> dict[str, list[Case]]:
    """Every place for every matter; situations and days take turns, from matter to matter too."""
    return {
        code: [
            (place, SITUATIONS[(n + k) % len(SITUATIONS)], DAYS[(n + k) % len(DAYS)])
            for k, place in enumerate(here(network))
        ]
        for n, code in enumerate(book.matters)
    }


async def differing(tx: Tx, network: Network, book: Rulebook, code: str, asked: list[Case]) -> list[object]:
    """Where the two ways differ, for one matter."""
    wrong: list[object] = []
    for place, situation, on in asked:
        other = await theirs(tx, book.matters[code], place, situation, on)
        try:
            one = ours(network, book, code, place, situation, on)
        except NoTextForThatPlace:
            one = {r for r in other if r[0] == Role.COOPERATES}
        except NoTextForThatDay:
            one = {r for r in other if str(r[4]).startswith("plan:")}
        if one != other:
            wrong.append((code, place.code, on, situation, one ^ other))
    return wrong


async def test_one_statement_and_the_rules_agree(graph: Graph, network: Network, book: Rulebook) -> None:
    for code, asked in cases(network, book).items():
        assert await graph.read(ANONYMOUS, differing, network, book, code, asked) == []


@pytest.mark.long
async def test_one_statement_and_the_rules_agree_on_every_combination(
    graph: Graph, network: Network, book: Rulebook
) -> None:
    """In `make check` the test above takes a choice of them."""
    asked = list(product(here(network), SITUATIONS, DAYS))
    for code in book.matters:
        assert await graph.read(ANONYMOUS, differing, network, book, code, asked) == []


def answered(
    network: Network, book: Rulebook, places: Iterable[Place], situations: Sequence[Situation] = SITUATIONS
) -> Iterator[tuple[Place, Responsibility]]:
    """Each matter at each place where a text in force there carries it; situations take turns."""
    for code in book.matters:
        for n, place in enumerate(places):
            try:
                yield place, answer(network, book, code, place, situations[n % len(situations)], ON)
            except NoTextForThatPlace:
                assert place.code in (*ELSEWHERE, BEIJING), "the plan speaks in 越秀"


def test_what_is_shown_is_what_was_found(network: Network, book: Rulebook) -> None:
    """Each role and kind once, nothing excluded among them, nothing found left out."""
    for _, r in answered(network, book, here(network)):
        shown = [(x.role, x.kind.code) for x in r.responsible]
        assert len(shown) == len(set(shown))
        kept = {(d.row.role, d.row.body) for d in r.finding.duties if d.verdict is not Verdict.NO}
        assert set(shown) == kept
        certain = {(d.row.role, d.row.body) for d in r.finding.certain()} | set(r.finding.settled)
        assert {(x.role, x.kind.code) for x in r.responsible if x.verdict is Verdict.YES} == certain
        assert all(row.row.body == x.kind.code and row.row.role is x.role for x in r.responsible for row in x.rows)


def test_an_office_is_of_the_place_or_above_it(network: Network, book: Rulebook) -> None:
    for place, r in answered(network, book, here(network)):
        own = {a.code for a in place.path}
        assert {b.area for x in r.responsible for b in x.bodies} <= own
        assert all(set(s.serves) & own for link in r.chain for s in link.points)
        assert all(b.area in own for link in r.chain for b in link.bodies)
        assert all(f.post is None or f.post.area in own for link in r.chain for f in link.posts)


def test_why_an_office_is_not_named(network: Network, book: Rulebook) -> None:
    for place, r in answered(network, book, here(network)):
        for x in r.responsible:
            unit = x.kind.level in (Level.UNIT, Level.PERSON)
            assert (x.where is OfficeStatus.CONCERNED) is unit
            assert (x.where is OfficeStatus.CONCRETE) is bool(x.bodies)
            too_wide = {Level.STREET: (DISTRICT,), Level.COMMUNITY: (DISTRICT, STREET)}.get(x.kind.level, ())
            none = place.loaded and network.stated(x.kind.code, place.code, ON)
            absent = OfficeStatus.GAP if none else OfficeStatus.NOT_LOADED
            if not unit and not x.bodies:
                assert x.where is (OfficeStatus.FINER if place.code in too_wide else absent)


# Hand-made networks of the real areas.


def made(*bodies: Body) -> Network:
    return index(NetworkVersion(1, None), yuexiu.areas(), bodies, (), ())


def office(kind: str, area: str, **more: date) -> Body:
    return Body(f"{kind}@{area}", kind, kind, area, "测试", Provenance.SYNTHETIC, **more)  # type: ignore[arg-type]  # fields of different types


@pytest.fixture
def station(book: Rulebook) -> str:
    assert book.kinds["police_station"].level is Level.STREET
    return "police_station"


def test_a_neighbours_office_is_never_used(book: Rulebook, station: str) -> None:
    alone = made(office(station, STREET))
    streets = [a.code for a in of_level(alone, AreaLevel.STREET) if a.code != STREET]
    complete = CompleteList(station, DISTRICT, ON, "测试", Provenance.SYNTHETIC)
    stated = replace(alone, lists={f"{station}@{DISTRICT}": complete})
    kind = book.kinds[station]
    assert offices(alone, kind, by_code(alone, COMMUNITY), ON)[0] is OfficeStatus.CONCRETE
    for code in (*streets, *(a.code for s in streets for a in alone.children[s])):
        assert offices(alone, kind, by_code(alone, code), ON) == (OfficeStatus.NOT_LOADED, ())
        assert offices(stated, kind, by_code(stated, code), ON) == (OfficeStatus.GAP, ())
        assert offices(stated, kind, by_code(stated, code), ON - timedelta(1)) == (OfficeStatus.NOT_LOADED, ())
    assert offices(stated, kind, by_code(stated, DISTRICT), ON) == (OfficeStatus.FINER, ())


def test_an_office_of_other_days_is_none(book: Rulebook, station: str) -> None:
    kind = book.kinds[station]
    there = made(office(station, STREET, since=date(2026, 1, 1), until=date(2026, 6, 1)))
    place = by_code(there, COMMUNITY)
    days = {date(2025, 12, 31): False, date(2026, 1, 1): True, date(2026, 5, 31): True, date(2026, 6, 1): False}
    for day, open_ in days.items():
        assert (offices(at(there, day), kind, place, day)[0] is OfficeStatus.CONCRETE) is open_


def test_a_place_elsewhere_has_kinds_but_no_offices(network: Network, book: Rulebook) -> None:
    for _, r in answered(network, book, (by_code(network, BEIJING),), (Situation(),)):
        assert {x.where for x in r.responsible} <= {OfficeStatus.NOT_LOADED, OfficeStatus.CONCERNED}
        assert not [b for x in r.responsible for b in x.bodies]
        assert r.chain == ()


def test_an_unknown_matter_is_not_found(network: Network, book: Rulebook) -> None:
    with pytest.raises(NotFound):
        answer(network, book, "M999", by_code(network, STREET), Situation(), ON)


# The chain.


def test_the_chain_runs_from_the_place_upwards(network: Network) -> None:
    for code, levels in (
        (COMMUNITY, [AreaLevel.COMMUNITY, AreaLevel.STREET, AreaLevel.DISTRICT]),
        (STREET, [AreaLevel.STREET, AreaLevel.DISTRICT]),
        (DISTRICT, [AreaLevel.DISTRICT]),
    ):
        assert [link.level for link in chain(network, by_code(network, code))] == levels


def test_every_post_of_the_chain_is_there_and_vacant_ones_say_so(network: Network) -> None:
    planted = synthetic.make(yuexiu.areas(), ON).planted
    vacant = set()
    for area in of_level(network, AreaLevel.COMMUNITY):
        for link in chain(network, by_code(network, area.code)):
            assert tuple(f.kind for f in link.posts) == tiers()[link.level].posts
            vacant |= {f"{f.kind}@{link.area.code}" for f in link.posts if f.vacant}
    assert vacant == set(planted.vacant)


def test_a_street_without_station_shows_none(network: Network) -> None:
    (missing,) = synthetic.make(yuexiu.areas(), ON).planted.street_without_station
    for area in of_level(network, AreaLevel.STREET):
        points = [s for s in chain(network, by_code(network, area.code))[0].points if s.body == "street_station"]
        assert [s.area for s in points] == ([] if area.code == missing else [area.code])


def test_a_post_without_any_record_is_vacant_too() -> None:
    bare = made()
    for link in chain(bare, by_code(bare, COMMUNITY)):
        assert tuple(f.kind for f in link.posts) == tiers()[link.level].posts
        assert all(f.vacant for f in link.posts)


def test_roles_come_in_order_and_the_certain_first(network: Network, book: Rulebook) -> None:
    for _, r in answered(network, book, here(network)):
        shown = r.responsible
        roles = [list(Role).index(x.role) for x in shown]
        assert roles == sorted(roles)
        for a, b in pairwise(shown):
            assert not (a.role is b.role and a.verdict is Verdict.UNKNOWN and b.verdict is Verdict.YES)
