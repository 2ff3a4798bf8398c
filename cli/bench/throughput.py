"""Throughput of a core with varied questions, beside a raw look-up in the same run, anonymous and signed in (吞吐)."""

import asyncio
import json
import random
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import psutil

from api.access.tokens import issue
from api.settings import Settings
from cli.bench.bars import Bar, lines, p99
from cli.bench.questions import Call, Latencies, machine, over_http, raw, served, timed_round
from cli.bench.topics import FIXED, FIXED_REFERRAL
from cli.session import DatabaseServer, run
from graph_model.baseline.lookup import DUTIES_OF, POINTS_OF
from graph_model.directory.snapshot import read as read_network
from graph_model.graph import Graph
from graph_model.rows import Statement
from knowledge.rulebook.load import rulebook
from knowledge.vocabulary import AreaLevel
from network.snapshot import Network

CLIENTS = (1, 32)
MANY = 32
VARIED = 400
"""Questions, used in turn."""
SIGNED_IN, SPREAD = 1.3, 5.0
"""The bars: how much more than an anonymous request one of an account costs, p99 beside p50 of many clients."""
RAW, ANONYMOUS, ACCOUNT = "raw look-up", "anonymous", "signed in"
Prepare = Callable[[Graph], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class VariedTopic:
    """Question with its raw look-up, and its bar in the design: requests a core, × raw."""

    statement: Statement
    document: str
    bar: float
    asked: Callable[[Network, random.Random], tuple[Mapping[str, object], Mapping[str, object]]]
    """The parameters of the statement with the variables of the document."""


def _place(network: Network, chance: random.Random) -> str:
    return chance.choice(sorted(a.code for a in network.areas.values() if a.level is AreaLevel.COMMUNITY))


def _responsibility(network: Network, chance: random.Random) -> tuple[dict[str, object], dict[str, object]]:
    matter, place = chance.choice(sorted(rulebook().matters)), _place(network, chance)
    facts = {"age": chance.randrange(18), "reporter": chance.choice(["MEDICAL", "SCHOOL", "PUBLIC"])}
    return {"matter": matter, "place": place}, {"m": matter, "c": place, "s": facts}


def _referral(network: Network, chance: random.Random) -> tuple[dict[str, object], dict[str, object]]:
    place, services = _place(network, chance), [s for s, row in rulebook().services.items() if row.points]
    possible = {"unattended": True, "hukou": "LOCAL", "fatherState": "IMPRISONED", "livesAlone": True, "begging": True}
    facts = {"age": chance.randrange(18), **{k: possible[k] for k in chance.sample(sorted(possible), 3)}}
    return {"place": place, "services": services}, {"c": place, "s": facts}


TOPICS: Mapping[str, VariedTopic] = {
    "responsibility": VariedTopic(DUTIES_OF, FIXED, 0.45, _responsibility),
    "referral": VariedTopic(POINTS_OF, FIXED_REFERRAL, 0.22, _referral),
}
Rows = Mapping[tuple[str, int], Latencies]
"""By way and number of clients."""


async def measure(server: DatabaseServer, requests: int, rounds: int) -> dict[str, Rows]:
    """All ways of each topic in turn, several rounds; the first warms up."""
    async with served(server) as (port, process), server.graph() as graph:
        network = await read_network(graph)
        database = [psutil.Process(server.pid)] if server.pid else []
        token = issue(server.settings, "demo-street")
        measured = dict[str, Rows]()
        for name, topic in TOPICS.items():
            asked = [topic.asked(network, random.Random(n)) for n in range(VARIED)]  # noqa: S311  # no secret
            bodies = [json.dumps({"query": topic.document, "variables": v}).encode() for _, v in asked]
            ways: dict[str, tuple[Callable[[int], Call], Sequence[psutil.Process]]] = {
                RAW: (raw(graph, topic.statement, [p for p, _ in asked]), [psutil.Process(), *database]),
                ANONYMOUS: (over_http(port, bodies, None), [process, *database]),
                ACCOUNT: (over_http(port, bodies, token), [process, *database]),
            }
            measured[name] = await _rounds(ways, requests, rounds)
        return measured


async def _rounds(
    ways: Mapping[str, tuple[Callable[[int], Call], Sequence[psutil.Process]]], requests: int, rounds: int
) -> Rows:
    rows: dict[tuple[str, int], list[Latencies]] = {}
    for number in range(rounds + 1):
        for clients, (way, (call, processes)) in product(CLIENTS, ways.items()):
            row = await timed_round(call, processes, clients, requests)
            if number:
                rows.setdefault((way, clients), []).append(row)
    return {key: Latencies.of(of) for key, of in rows.items()}


def bars(name: str, rows: Rows) -> Iterator[Bar]:
    """Yield the bars of a topic: per core at the number of clients with the worse result."""
    share = min(rows[ANONYMOUS, n].a_core / rows[RAW, n].a_core for n in CLIENTS)
    more = max(rows[ANONYMOUS, n].a_core / rows[ACCOUNT, n].a_core for n in CLIENTS)
    yield Bar(f"{name}: requests a core-second, × raw look-up", share, TOPICS[name].bar, "×", least=True)
    yield Bar(f"{name}: cost signed in, × anonymous", more, SIGNED_IN, "×")
    for way in (ANONYMOUS, ACCOUNT):
        row = rows[way, MANY]
        yield Bar(f"{name}: p99 of {MANY} clients, {way}, × their p50", p99(row.times) / row.p50, SPREAD, "×")


def table(measured: Mapping[str, Rows]) -> list[str]:
    """The lines: each way, then figures beside bars."""
    head = ["| question | way | clients | p50 ms | p99 ms | requests a core-second |", "|---|---|---|---|---|---|"]
    ways = [
        f"| {name} | {way} | {clients} | {m.p50:.2f} | {p99(m.times):.1f} | {m.a_core:.0f} |"
        for name, rows in measured.items()
        for (way, clients), m in rows.items()
    ]
    return [*head, *ways, "", *lines([b for name, rows in measured.items() for b in bars(name, rows)])]


def markdown(config: Settings, prepare: Prepare, requests: int, rounds: int) -> str:
    """A table with the figures beside their bars."""
    server = DatabaseServer(config)
    try:
        run(server, prepare)
        measured = asyncio.run(measure(server, requests, rounds))
    finally:
        server.stop()
    head = f"{machine()}; {VARIED} questions in turn, {rounds} rounds of {requests} each way; p99 of all rounds."
    return "\n".join([head, "", *table(measured)])
