"""Load by clients with the dearest questions, during a view of 此刻 and a question of responsibility (风暴).

The clients are a process of their own, so that the measured requests do not wait for their work.
"""

import asyncio
import multiprocessing
import os
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from statistics import median

import httpx

from api.access.tokens import issue
from api.examples import FINDINGS
from api.settings import Settings
from cli.bench.bars import Bar, lines, p99
from cli.bench.desks import ANSWER, Ask, graphql, outcome
from cli.bench.questions import machine, served
from cli.session import DatabaseServer, run
from graph_model.graph import Graph
from knowledge.access.policy import Action, allowed
from loaders.shipped.districts import DEFAULT as DISTRICT
from loaders.shipped.load import DEMO_ACCOUNTS, DEMO_COMMUNITY

CLIENTS = 64
CLIENTS_YIELD = 10
"""By so much the clients' process is nicer than the service."""
SECONDS = 12
"""The length of a round: five of them, as many as there are without `--rounds`, are a minute."""
NOW_P99 = 0.3
"""The bar, in seconds."""
PATIENCE = 60.0
PAUSE = 0.1
"""Seconds between two measured requests."""
OBSERVER = "demo-director"
ROWS = [{"key": str(n), "at": {"code": DEMO_COMMUNITY}, "situation": {"age": n % 18}} for n in range(500)]
AREA = {"area": DISTRICT}
DEAREST: Mapping[str, tuple[str, Mapping[str, object]]] = {
    "referralBatch, 500 rows": (
        "query($rows: [ReferralRowInput!]!) { referralBatch(rows: $rows) { key answer { plan { code } } } }",
        {"rows": ROWS},
    ),
    "bottlenecks": ("query($area: String) { bottlenecks(area: $area) { demand met undecided } }", AREA),
    "goals": ("query($area: String!) { goals(area: $area) { goal rate { numerator denominator } } }", AREA),
    "networkConformance": (FINDINGS, AREA),
    "singlePointsOfFailure, uncovered": (
        "query($area: String) { singlePointsOfFailure(area: $area) { components } uncovered(area: $area) { certain } }",
        AREA,
    ),
}
"""The questions of the storm: each a dear one of the queue (`api/edge/turns.py`)."""
NOW = "the page of 110 and 120"
MEASURED: Mapping[str, Ask] = {
    NOW: lambda http: http.get("/"),
    "responsibility, full answer": graphql(ANSWER.full, ANSWER.full_variables),
}
Times = dict[str, list[tuple[float, str]]]
"""Seconds and outcome of each answer, by question."""


def storm(port: int, tokens: Sequence[str | None], seconds: float) -> Times:
    """Return the answers to clients that ask without pause; run in a process of its own.

    It has a lower priority than the service: real clients have machines of their own.
    """
    os.nice(CLIENTS_YIELD)
    return asyncio.run(_storm(port, tokens, seconds))


async def _storm(port: int, tokens: Sequence[str | None], seconds: float) -> Times:
    answers: Times = {name: [] for name in DEAREST}
    asked = [(name, graphql(document, variables)) for name, (document, variables) in DEAREST.items()]
    end = time.monotonic() + seconds

    async def client(number: int) -> None:
        token, turn = tokens[number % len(tokens)], number
        async with _client(port, token) as http:
            while time.monotonic() < end:
                name, ask = asked[turn % len(asked)]
                answers[name].append(await _timed(http, ask))
                turn += 1

    await asyncio.gather(*(client(n) for n in range(CLIENTS)))
    return answers


def _client(port: int, token: str | None) -> httpx.AsyncClient:
    headers = {"authorization": f"Bearer {token}"} if token else {}
    return httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=PATIENCE)


async def _timed(http: httpx.AsyncClient, ask: Ask) -> tuple[float, str]:
    began = time.perf_counter()
    try:
        bad = outcome(await ask(http))
    except httpx.HTTPError as e:
        bad = type(e).__name__
    return time.perf_counter() - began, bad


async def measure(server: DatabaseServer, seconds: float) -> Times:
    """Measure both requests during the storm; the answers of the storm are beside them."""
    counting = [a.id for a in DEMO_ACCOUNTS if allowed(a.roles, Action.ANALYSE_NETWORK) and a.id != OBSERVER]
    tokens = [None, *(issue(server.settings, account) for account in counting)]
    answers: Times = {name: [] for name in MEASURED}
    context = multiprocessing.get_context("spawn")
    async with served(server) as (port, _), _client(port, issue(server.settings, OBSERVER)) as http:
        with ProcessPoolExecutor(1, context) as pool:
            blowing = asyncio.get_running_loop().run_in_executor(pool, storm, port, tokens, seconds)

            async def observer(name: str, ask: Ask) -> None:
                while not blowing.done():
                    answers[name].append(await _timed(http, ask))
                    await asyncio.sleep(PAUSE)

            await asyncio.gather(*(observer(name, ask) for name, ask in MEASURED.items()))
            return {**answers, **await blowing}


def table(answers: Times) -> list[str]:
    """Return the times of each, the number of bad answers, and the figure beside its bar."""
    rows = ["| asked | answers | p50 s | p99 s | not answered |", "|---|---|---|---|---|"]
    for name, given in answers.items():
        bad = Counter(problem for _, problem in given if problem)
        problems = ", ".join(f"{n} × {problem}" for problem, n in bad.most_common()) or "none"
        times = [seconds for seconds, _ in given]
        rows.append(f"| {name} | {len(given)} | {median(times):.2f} | {p99(times):.2f} | {problems} |")
    now = answers[NOW]
    refused = sum(bool(bad) for _, bad in now)
    judged = [
        Bar(f"{NOW}, p99 beside {CLIENTS} clients", p99([s for s, _ in now]), NOW_P99, "s"),
        Bar(f"{NOW}, not answered", refused, 0),
    ]
    return [*rows, "", *lines(judged)]


def markdown(config: Settings, prepare: Callable[[Graph], Awaitable[None]], rounds: int) -> str:
    """A table with the figure beside its bar."""
    server = DatabaseServer(config)
    try:
        run(server, prepare)
        answers = asyncio.run(measure(server, rounds * SECONDS))
    finally:
        server.stop()
    head = f"{machine()}; {CLIENTS} clients for {rounds * SECONDS} s, one process."
    return "\n".join([head, "", *table(answers)])
