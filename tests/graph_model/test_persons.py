"""Children's records: sealed at rest, within the scope, and what may not be read stays unknown."""

import json
import sqlite3
from contextlib import aclosing, closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from graph_model.graph import Graph, Tx
from graph_model.keys.rotation import renew
from graph_model.persons import cases, pages, persons
from graph_model.persons.intake import sealed
from graph_model.persons.seal import Bound, Vault
from graph_model.rows import Statement
from knowledge.errors import BadInput, Erased, NotFound, Sealed
from knowledge.roles import ActorRole
from knowledge.rulebook.load import rulebook
from knowledge.situation.situation import Situation
from knowledge.vocabulary import FieldClass
from loaders.shipped import yuexiu
from loaders.shipped.load import INVITED
from network.entities import Actor

ON = date(2026, 11, 23)
DIRECTOR, STREET, CENTRE, PLANNER, AUDITOR = INVITED
ELSEWHERE = Actor("other-street", ActorRole.STREET, ("440104002000",))
COUNT = Statement("count", "MATCH (m:Minor {provenance: 'synthetic'}) RETURN count(m) AS n")
EVERY = Statement(
    "every",
    "MATCH (n) WHERE n:Minor OR n:Guardian OR n:Case OR n:Household "
    "RETURN [k IN keys(n) WHERE NOT k IN ['f2','f3','f4','f5','f6','difficulties'] | "
    "k + '=' + toString(n[k])] AS shown, "
    "coalesce(n.difficulties, []) AS codes ORDER BY n.id",
)


@dataclass(frozen=True)
class Number:
    n: int


@dataclass(frozen=True)
class Shown:
    shown: tuple[str, ...]
    codes: tuple[str, ...]


async def rows(tx: Tx, statement: Statement, kind: type[Any]) -> list[Any]:
    return await tx.rows(statement, kind)


async def first_case(graph: Graph, actor: Actor, *, on_team: bool) -> persons.Dossier:
    for row in await graph.read(actor, cases.cases_in, 100, None):
        found = await graph.read(actor, persons.dossier, row.id, ON)
        if found.on_team is on_team and found.f4 is not None:
            return found
    raise AssertionError("no such case")


@pytest.fixture
def vault(keys: Path) -> Any:
    with closing(Vault(keys)) as opened:
        yield opened


async def test_there_are_as_many_children_as_the_district_has(graph: Graph):
    (found,) = await graph.read(CENTRE, rows, COUNT, Number)
    assert found.n == yuexiu.CHILDREN == 1134


async def test_nothing_that_identifies_or_exposes_a_child_stands_in_plain(graph: Graph):
    found = await graph.read(CENTRE, rows, EVERY, Shown)
    shown = [s for r in found for s in r.shown]
    assert {c for r in found for c in r.codes} <= {d.code for d in rulebook().difficulties if d.unsealed}
    assert len(shown) > 5000
    allowed = {
        "id", "pseudonym", "area", "household", "provenance", "source", "open", "school", "minor", "kind", "opened",
        "status", "item", "root", "state", "version", "since", "ended", "owner", "creator", "parent", "holder",
        "fields", "clocks", "next", "wake", "free",
        "_lock",
    }  # fmt: skip
    assert {s.split("=", 1)[0] for s in shown} <= allowed
    words = ("birth_date", "female", "male", "imprisoned", "dead", "dibao", "disab", "violence")
    assert not [s for s in shown for w in words if w in s.split("=", 1)[1]]


@pytest.mark.parametrize("actor", [ELSEWHERE, PLANNER, AUDITOR], ids=lambda a: a.role.value)
async def test_outside_the_scope_or_the_role_a_case_is_not_there(graph: Graph, vault: Vault, actor: Actor):
    theirs = await first_case(graph, DIRECTOR, on_team=True)
    with pytest.raises(NotFound):
        persons.opened(vault, actor, await graph.read(actor, persons.dossier, theirs.id, ON))


async def test_the_team_reads_what_the_area_alone_does_not(graph: Graph, vault: Vault):
    mine = persons.opened(vault, DIRECTOR, await first_case(graph, DIRECTOR, on_team=True))
    assert FieldClass.F4 in mine.read
    assert mine.situation.father_state is not None
    other = persons.opened(vault, STREET, await first_case(graph, STREET, on_team=False))
    assert FieldClass.F2 in other.read
    assert FieldClass.F4 in other.withheld
    assert other.situation.birth_date is not None
    assert other.situation.father_state is None  # withheld is unknown, never no
    assert other.situation.household_aid is None


async def test_an_assignment_ends_with_its_day(graph: Graph):
    found = await first_case(graph, DIRECTOR, on_team=True)
    before = await graph.read(DIRECTOR, persons.dossier, found.id, date(2020, 1, 1))
    assert not before.on_team


async def test_the_day_on_which_an_assignment_ends_is_no_day_of_it(graph: Graph):
    """From the first day to the day before the last: for one case and for the whole area alike; nothing is kept."""
    case = (await first_case(graph, STREET, on_team=False)).id
    since, until, day = date(2026, 3, 2), date(2026, 3, 9), timedelta(days=1)
    seen: dict[date, tuple[bool, bool]] = {}

    async def on_the_team(tx: Tx) -> None:
        await persons.put(tx, [persons.Assignment("t", case, STREET.id, CENTRE.id, "reason", since, until)])
        for on in (since - day, since, until - day, until):
            (mine,) = [d for d in await persons.dossiers(tx, STREET.areas[0], on, 500) if d.id == case]
            seen[on] = (await persons.dossier(tx, case, on)).on_team, mine.on_team
        raise InterruptedError

    with pytest.raises(InterruptedError):
        await graph.write(STREET, on_the_team)
    assert list(seen.values()) == [(False, False), (True, True), (True, True), (False, False)]


def test_a_blob_opens_only_where_it_belongs(tmp_path: Path):
    with closing(Vault(tmp_path)) as vault:
        vault.provide(["a", "b"])
        bound = Bound("Minor", "a", FieldClass.F2)
        blob = vault.seal("a", bound, {"birth_date": "2015-01-01"})
        assert vault.open("a", bound, blob) == {"birth_date": "2015-01-01"}
        wrong = [
            ("b", bound, blob),
            ("a", Bound("Minor", "b", FieldClass.F2), blob),
            ("a", Bound("Minor", "a", FieldClass.F4), blob),
            ("a", Bound("Guardian", "a", FieldClass.F2), blob),
            ("a", bound, blob[:-1] + bytes([blob[-1] ^ 1])),
        ]
        for minor, where, what in wrong:
            with pytest.raises(Sealed) as caught:
                vault.open(minor, where, what)
            assert "2015" not in f"{caught.value!r}{caught.value}"


def test_without_its_key_a_record_is_gone(tmp_path: Path):
    bound = Bound("Minor", "a", FieldClass.F2)
    with closing(Vault(tmp_path)) as vault:
        vault.provide(["a"])
        blob = vault.seal("a", bound, {"sex": "female"})
        vault.provide(["a"])  # a second load keeps the key
        assert vault.open("a", bound, blob)
        with closing(sqlite3.connect(tmp_path / "keys.db")) as store, store:
            store.execute("DELETE FROM data_key WHERE subject = 'a'")
        with pytest.raises(Sealed):
            vault.open("a", bound, blob)


def test_another_master_key_opens_nothing(tmp_path: Path):
    bound = Bound("Minor", "a", FieldClass.F2)
    with closing(Vault(tmp_path)) as vault:
        vault.provide(["a"])
        blob = vault.seal("a", bound, {"sex": "female"})
    (tmp_path / "master.key").write_bytes(bytes(32))
    with closing(Vault(tmp_path)) as vault, pytest.raises(Sealed):
        vault.open("a", bound, blob)
    (tmp_path / "master.key").write_bytes(b"short")
    with pytest.raises(BadInput):
        Vault(tmp_path)


def test_keys_are_for_their_owner_only(tmp_path: Path):
    with closing(Vault(tmp_path)):
        for name in ("master.key", "keys.db"):
            assert (tmp_path / name).stat().st_mode & 0o777 == 0o600


def test_a_situation_parts_into_its_classes_and_back(tmp_path: Path):
    whole = Situation(
        birth_date=date(2015, 3, 7), hukou="local", household_aid="dibao", sexual_harm=True, dropped_out=False
    )
    with closing(Vault(tmp_path)) as vault:
        vault.provide(["a"])
        blobs = sealed(vault, "a", "Minor", "a", whole)
        assert set(blobs) == {"f2", "f4", "f5"}
        facts: dict[str, Any] = {"hukou": "local", "dropped_out": False}
        for name, blob in blobs.items():
            assert json.dumps("dibao").encode() not in blob
            facts |= vault.open("a", Bound("Minor", "a", FieldClass(name.upper())), blob)
        assert Situation.model_validate(facts) == whole


def test_a_ring_opens_what_each_key_alone_opens(tmp_path: Path):
    """Also with a renewed key, and for a child whose key was made after the ring; nothing else opens."""
    with closing(Vault(tmp_path)) as vault:
        vault.provide(["a", "b"])
        bound = {s: Bound("Minor", s, FieldClass.F2) for s in "abc"}
        blobs = {s: vault.seal(s, bound[s], {"sex": s}) for s in "ab"}
        renew(vault.store, lambda _: None)
        assert vault.again("a", bound["a"], blobs["a"]) is not None, "the key was renewed"
        ring = vault.ring("abc")
        vault.provide(["c"])
        blobs["c"] = vault.seal("c", bound["c"], {"sex": "c"})
        for _ in range(2):
            assert [ring.open(s, bound[s], blobs[s]) for s in "abc"] == [{"sex": s} for s in "abc"]
        for subject, where, what in (("a", bound["b"], blobs["b"]), ("b", bound["b"], blobs["a"])):
            with pytest.raises(Sealed):
                ring.open(subject, where, what)
        assert vault.store.forget("a")
        with pytest.raises(Erased):
            vault.ring("a").open("a", bound["a"], blobs["a"])


async def test_the_cases_of_an_area_are_the_same_in_pages_of_any_size(graph: Graph, monkeypatch: pytest.MonkeyPatch):
    area, on = STREET.areas[0], date(2026, 11, 23)
    every = await graph.read(STREET, persons.dossiers, area, on, 5000)
    assert [d.id for d in every] == sorted(d.id for d in every)
    assert len(every) > 7
    for size in (7, len(every), len(every) + 1):
        monkeypatch.setattr(pages, "PAGE", size)
        assert await pages.all_dossiers(graph, STREET, area, on) == every
        async with aclosing(pages.by_page(graph, STREET, area, on)) as some:  # whoever needs no more goes
            assert await anext(some) == every[:size]
