"""Children who may be on file already, on the real graph: by their marks, without a wait or a look at any other."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from graph_model.casework import likeness
from graph_model.casework.looking import Held
from graph_model.casework.store import Desk
from graph_model.engine import Server
from graph_model.graph import Graph, Tx
from graph_model.keys.likeness import COMPLETE, LikenessIndex
from graph_model.rows import KeyRow, Statement
from knowledge.casework.likeness import Described, marks
from knowledge.casework.order import RefusedOrder
from network.entities import Actor
from tests.graph_model.test_casework import CLOCK, HERE, NOW, STREET, WANG, WORKERS, clean, do, done, run
from tests.support.work import metered

MANY = Statement(
    "many",
    "MATCH (a:Area {code: $area}) UNWIND range(1, $count) AS n CREATE (m:Minor {id: $prefix + n, area: $area, "
    "pseudonym: 'x', open: '{}', provenance: 'synthetic', source: 'test', household: 'h'})-[:LIVES_IN]->(a)",
)
REGISTERED = Statement("gone", "MATCH (m:Minor) WHERE m.id IN $ids DETACH DELETE m")
KNOWN: dict[str, Any] = {"name": "尉迟小乙", "age_about": 8}
GIVEN: dict[str, Any] = {"area": HERE, "channel": "phone", "said": "没人管"}

FILED = """
import asyncio, sys
from contextlib import closing
from datetime import datetime
from pathlib import Path
from graph_model.casework import filed
from graph_model.casework.filed import FiledRow
from graph_model.casework.store import Desk
from graph_model.graph import Graph
from graph_model.persons.seal import Vault
from knowledge.casework.codes import RuleCodes
from knowledge.casework.load import table
from knowledge.casework.order import Order
from tests.graph_model.test_alike import GIVEN, NOW, WORKERS

uri, user, password, keys, worker, *names = sys.argv[1:]

def row(name):
    key = f"filed-{worker}-{name}"
    orders = [Order("report", "register", GIVEN, key + "0", NOW, code=f"R-F{worker}{len(name)}"),
              Order("report", "take", {}, key + "1", NOW),
              Order("report", "register_child", {"name": name, "age_about": 8}, key + "2", NOW)]
    return FiledRow(None, tuple(orders), key)

async def main():
    async with Graph(uri, user, password) as graph:
        with closing(Vault(Path(keys))) as vault:
            desk, tries = Desk(graph, vault, table(), RuleCodes()), []
            async def work(tx, rows):
                tries.append(1)
                return await filed.carry_out(tx, rows, desk)
            rows = [row(n) for n in names]
            print("ready", flush=True)
            sys.stdin.readline()
            made = await graph.write(WORKERS[int(worker)], work, rows)
            print(len(tries), len(made), flush=True)

asyncio.run(main())
"""
"""Carries out a file of reports, each of which registers a child, and tells how often it had to try."""


@pytest.fixture(autouse=True)
async def removed(graph: Graph) -> AsyncIterator[None]:
    yield
    await clean(graph)


async def taken(desk: Desk, who: Actor, key: str) -> str:
    """A report that somebody has taken."""
    code: str = done(await do(desk, who, "report.register", key=key, **GIVEN)).id
    done(await do(desk, who, "report.take", code))
    return code


async def remove(graph: Graph, *minors: str) -> None:
    await graph.write(STREET, run, REGISTERED, ids=list(minors))


async def test_of_eight_who_register_a_like_child_at_once_seven_are_told(graph: Graph, desk: Desk):
    """Each knows another part of it: all have the name."""
    reports = [await taken(desk, w, f"eight-{w.id}") for w in WORKERS]
    parts: list[dict[str, Any]] = [{"age_about": 8}, {"born": "2018-05-04"}, {"age_about": 9, "guardian_name": "某某"}]
    made = await asyncio.gather(
        *(
            do(desk, w, "report.register_child", r, name="尉迟小甲", **parts[n % 3])
            for n, (w, r) in enumerate(zip(WORKERS, reports, strict=True))
        )
    )
    registered = [done(m).minor for m in made if isinstance(m, Held)]
    await remove(graph, *registered)
    assert len(registered) == 1
    assert {m.why.code for m in made if isinstance(m, RefusedOrder)} == {"casework.likely"}


async def test_whoever_registers_waits_for_a_like_child_alone(graph: Graph, desk: Desk):
    """While one registration is not ended, that of another child is; that of a like one waits for it."""
    other, like = [await taken(desk, WORKERS[n], f"wait-{n}") for n in (1, 2)]
    began, end = asyncio.Event(), asyncio.Event()

    async def unended(tx: Tx) -> None:
        new = Described(name=KNOWN["name"])
        await likeness.likely(tx, desk.vault, new, NOW.date(), lock=True)
        began.set()
        await end.wait()

    held = asyncio.create_task(graph.write(WORKERS[0], unended))
    try:
        async with asyncio.timeout(10):
            await began.wait()
            minor = done(
                await do(desk, WORKERS[1], "report.register_child", other, **{**KNOWN, "name": "尉迟小丙"})
            ).minor
        second = asyncio.create_task(do(desk, WORKERS[2], "report.register_child", like, **KNOWN))
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(asyncio.shield(second), 1)
    finally:
        end.set()
        await held
    await remove(graph, minor, done(await second).minor)
    left = Statement("left", "MATCH (f:Feed) WHERE size(f.id) = 64 RETURN f.id AS key")
    assert await graph.read(CLOCK, _keys, left) == [], "the names of locks stay nowhere in the graph"


async def _keys(tx: Tx, statement: Statement) -> list[str]:
    return [r.key for r in await tx.rows(statement, KeyRow)]


async def test_other_children_cost_a_registration_nothing(graph: Graph, desk: Desk):
    """The database plans for some children as for more, for none as it likes."""
    costs = list[int]()
    for n, count in enumerate((40, 80)):
        await graph.write(STREET, run, MANY, area=HERE, count=count, prefix=f"cw-many-{n}-")
        code = await taken(desk, WANG, f"cost-{n}")
        with metered() as meter, meter.counting() as work:
            minor = done(
                await do(desk, WANG, "report.register_child", code, name=f"尉迟小{'丁戊'[n]}", age_about=8)
            ).minor
        costs.append(work.hits)
        await remove(graph, minor)
    assert costs[0] == costs[1]


async def test_what_a_list_tells_of_a_child_is_compared_after_it_is_registered(graph: Graph, desk: Desk):
    """The name stands on the list alone: it was told before the child was known."""
    round_ = done(await do(desk, STREET, "screening.begin", area=HERE, source="door", occasion="quarter")).id
    listed = done(await do(desk, STREET, "candidate.add", round_, name="尉迟小己", age_about=9, text="同学说的")).id
    minor = done(await do(desk, STREET, "candidate.register_child", listed, age_about=9)).minor
    refused = await do(
        desk, WANG, "report.register_child", await taken(desk, WANG, "listed"), name="尉迟小己", age_about=9
    )
    await remove(graph, minor)
    assert isinstance(refused, RefusedOrder)
    assert refused.why.code == "casework.likely"


async def test_children_of_a_former_release_are_compared_too(graph: Graph, desk: Desk):
    """Without their marks all are looked at, and with them none but the like."""
    new, vault = Described(name="尉迟小庚"), desk.vault
    registered = await do(
        desk, WANG, "report.register_child", await taken(desk, WANG, "former"), name=new.name, age_about=8
    )
    minor = done(registered).minor
    with vault.store.writing() as db:
        db.execute("DELETE FROM likeness")
        db.execute("DELETE FROM note WHERE name = ?", (COMPLETE,))
    for _ in range(2):
        assert await graph.read(WANG, likeness.likely, vault, new, NOW.date(), lock=False)
        await likeness.complete(graph, CLOCK, vault)
    assert minor in (LikenessIndex(vault.store).alike(marks(new)) or ())
    await remove(graph, minor)
    vault.store.forget(minor)
    assert LikenessIndex(vault.store).alike(marks(new)) == frozenset()


async def test_two_files_with_the_same_children_in_opposite_order_follow_each_other(
    graph: Graph, loaded: Server, keys: Path
):
    """Of two processes neither waits for one that waits for it, and each child is registered once."""
    names = [f"尉迟{'辛壬癸子丑寅'[: n + 1]}" for n in range(6)]
    at = [loaded.uri, loaded.user, loaded.password, str(keys)]
    files = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-c", FILED, *at, str(n), *order, stdin=PIPE, stdout=PIPE, cwd=Path.cwd()
        )
        for n, order in enumerate((names, names[::-1]))
    ]
    for file in files:
        assert file.stdout
        assert await file.stdout.readline() == b"ready\n"
    told = await asyncio.gather(*(f.communicate(b"\n") for f in files))
    made = sorted(tuple(map(int, out.split())) for out, _ in told)
    registered = Statement(
        "made", "MATCH (n:Item) WHERE n.id STARTS WITH 'R-F' AND n.minor IS NOT NULL RETURN n.minor AS key"
    )
    minors = await graph.read(STREET, _keys, registered)
    await remove(graph, *minors)
    assert made == [(1, 0), (1, len(names))], "tries and reports of each file"
    assert len(minors) == len(names)
