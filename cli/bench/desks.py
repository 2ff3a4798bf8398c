"""The load of many desks with 今天 open, as its page makes it; what was bad, by status and code (办公桌)."""

import asyncio
import json
import os
import statistics
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping
from functools import partial

import httpx

from api.access.tokens import issue
from api.settings import Settings
from cli.bench.bars import p99
from cli.bench.questions import machine, served
from cli.bench.topics import TOPICS
from cli.session import DatabaseServer, run
from graph_model.graph import Graph
from knowledge.access.policy import Action, allowed
from loaders.shipped.load import DEMO_ACCOUNTS
from web.frame.session import COOKIE

DESKS, WORKERS = 100, 4
"""People and processes."""
FRESH, SEEN, READS = 45, 5, 4
"""Seconds after which an open page of 今天 fetches its lists again, and after which each page checks its session, as
`web/static` does; number of list fetches after which the desk also reads an answer and its items with everything.
"""
PATIENCE = 60.0
WORKING = (Action.DO_CASEWORK, Action.READ_CASES)
WORK = """query WholeWorklist { work(scope: AREA, first: 20) { nodes {
  code actions { mutation } under { code } siblings { code } raised { code } record { facts { fact } }
  past { code } fields { name } timeline { number fields { name } } } } }"""
ANSWER = TOPICS["responsibility"]()
Ask = Callable[[httpx.AsyncClient], Awaitable[httpx.Response]]
Answers = dict[str, list[tuple[float, str]]]
"""Seconds and outcome of each answer, by question; the outcome of a good one is empty."""


def graphql(document: str, variables: Mapping[str, object]) -> Ask:
    """Return a request of a GraphQL document."""
    return lambda http: http.post("/graphql", json={"query": document, "variables": variables})


def _got(path: str, http: httpx.AsyncClient) -> Awaitable[httpx.Response]:
    return http.get(path)


LISTS, SESSION = "/work", "/session"
PAGES: Mapping[str, Ask] = {name: partial(_got, name) for name in (LISTS, SESSION)}
READ: Mapping[str, Ask] = {
    "work(scope: AREA), 20 items with everything": graphql(WORK, {}),
    "responsibility, full answer": graphql(ANSWER.full, ANSWER.full_variables),
}


def outcome(reply: httpx.Response) -> str:
    """Return the problem of an answer: its status, and the codes of its errors."""
    codes: list[str] = []
    if "json" in reply.headers.get("content-type", ""):
        codes = sorted({e.get("extensions", {}).get("code", "?") for e in json.loads(reply.text).get("errors", ())})
    status = [] if reply.status_code == httpx.codes.OK else [str(reply.status_code)]
    return " ".join([*status, *codes])


def due(desk: int, turn: int) -> Iterator[tuple[str, Ask]]:
    """Yield the requests of a desk in its turn, one each `SEEN` seconds, while its page of 今天 is open."""
    fetches, between = divmod(turn, FRESH // SEEN)
    yield SESSION, PAGES[SESSION]
    if not between:
        yield LISTS, PAGES[LISTS]
        if not (fetches + desk) % READS:
            yield from READ.items()


async def _desk(url: str, token: str, desk: int, turns: int, answers: Answers) -> None:
    await asyncio.sleep(FRESH * desk / DESKS)
    headers = {"authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=url, headers=headers, cookies={COOKIE: token}, timeout=PATIENCE) as http:
        for turn in range(turns):
            began = time.monotonic()
            for name, ask in due(desk, turn):
                start = time.monotonic()
                try:
                    bad = outcome(await ask(http))
                except httpx.HTTPError as e:
                    bad = type(e).__name__
                answers[name].append((time.monotonic() - start, bad))
            await asyncio.sleep(max(0.0, SEEN - (time.monotonic() - began)))


async def measure(server: DatabaseServer, requests: int) -> Answers:
    """Measure `requests` session checks and the other requests of the desks, of a service of several processes."""
    people = [a.id for a in DEMO_ACCOUNTS if all(allowed(a.roles, x) for x in WORKING)]
    tokens = [issue(server.settings, people[n % len(people)]) for n in range(DESKS)]
    answers: Answers = {name: [] for name in (*PAGES, *READ)}
    turns = max(1, requests // DESKS)
    async with served(server, "--workers", str(WORKERS)) as (port, _):
        url = f"http://127.0.0.1:{port}"
        await asyncio.gather(*(_desk(url, token, n, turns, answers) for n, token in enumerate(tokens)))
    return answers


def table(answers: Answers) -> list[str]:
    """The lines of the table: how fast, and what was bad how often."""
    lines = ["| asked | answers | p50 s | p99 s | bad |", "|---|---|---|---|---|"]
    for name, rows in answers.items():
        times = [seconds for seconds, _ in rows]
        bad = Counter(problem for _, problem in rows if problem)
        problems = ", ".join(f"{n} × {problem}" for problem, n in bad.most_common()) or "none"
        p50, slow = statistics.median(times), p99(times)
        lines.append(f"| {name} | {len(rows)} | {p50:.2f} | {slow:.2f} | {problems} |")
    return lines


def markdown(config: Settings, prepare: Callable[[Graph], Awaitable[None]], requests: int) -> str:
    """A table of what the desks were answered."""
    server = DatabaseServer(config)
    try:
        run(server, prepare)
        answers = asyncio.run(measure(server, requests))
    finally:
        server.stop()
    load = os.getloadavg()[0]
    head = f"{machine()}; {DESKS} desks with 今天 open, {WORKERS} processes, load {load:.0f}."
    return "\n".join([head, "", *table(answers)])
