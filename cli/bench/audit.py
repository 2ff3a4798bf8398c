"""Audit lines per second, each on the disk before its writer goes on (审计的速度)."""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from api.audit.chain import Keys
from api.audit.log import AuditLog
from api.settings import Settings
from cli.bench.bars import Bar, lines, p99
from cli.bench.questions import machine

CLIENTS = (1, 8, 64)
JUDGED = 8
P50_MS, A_SECOND = 2.0, 5_000.0
"""The bars, at this number of clients."""
LINE = {
    "kind": "operation",
    "account": "demo-centre",
    "roles": ["centre"],
    "operation": "item",
    "purpose": "handling",
    "classes": ["F2", "F4"],
    "records": ["0123456789abcdef"],
}
"""As long as a line about one child."""


@dataclass(frozen=True, slots=True)
class AuditSpeed:
    """Timings of clients that each wrote one line after another."""

    clients: int
    p50: float
    p99: float
    a_second: float


async def measure(folder: Path, clients: int, requests: int) -> AuditSpeed:
    """Write so many lines, from clients that each wait for their own."""
    log, times = AuditLog(folder, Keys(b"of a benchmark, not of a service")), list[float]()

    async def one() -> None:
        for _ in range(max(1, requests // clients)):
            began = time.perf_counter()
            await log.put(LINE)
            times.append((time.perf_counter() - began) * 1000)

    began = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(clients)))
    spent = time.perf_counter() - began
    log.close()
    return AuditSpeed(clients, statistics.median(times), p99(times), len(times) / spent)


def middle_of(rounds: Sequence[AuditSpeed]) -> AuditSpeed:
    """The median round."""
    return sorted(rounds, key=lambda r: r.p50)[len(rounds) // 2]


def bars(by_clients: Mapping[int, AuditSpeed]) -> list[Bar]:
    """Return the bars of the design."""
    judged = by_clients[JUDGED]
    return [
        Bar(f"p50, {JUDGED} clients", judged.p50, P50_MS, "ms"),
        Bar(f"lines a second, {JUDGED} clients", judged.a_second, A_SECOND, least=True),
    ]


def markdown(config: Settings, requests: int, rounds: int) -> str:
    """A table with the figures beside their bars; the lines lie on the disk of the database meanwhile."""
    config.home.mkdir(parents=True, exist_ok=True)
    rows: dict[int, list[AuditSpeed]] = {clients: [] for clients in CLIENTS}
    for number in range(rounds + 1):
        for clients, of in rows.items():
            with tempfile.TemporaryDirectory(dir=config.home, prefix="bench-audit-") as folder:
                row = asyncio.run(measure(Path(folder), clients, requests))
            if number:  # the first round warms up
                of.append(row)
    middle = {clients: middle_of(of) for clients, of in rows.items()}
    return "\n".join(
        [
            f"{machine()}; {rounds} rounds of {requests} lines; the median round.",
            "",
            "| clients | p50 ms | p99 ms | lines a second |",
            "|---|---|---|---|",
            *(f"| {m.clients} | {m.p50:.2f} | {m.p99:.2f} | {m.a_second:.0f} |" for m in middle.values()),
            "",
            *lines(bars(middle)),
        ]
    )
