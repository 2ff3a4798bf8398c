"""Benchmarks say beside each figure what it should be; what is asked in a storm is dear."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from api.edge.documents import parsed
from api.edge.turns import QueueLimits
from api.schema import schema
from cli.bench import audit, casework, storm, throughput
from cli.bench.bars import Bar, p99
from cli.bench.questions import Latencies, in_turn
from graph_model.graph import Graph
from graph_model.persons.seal import Vault


def test_a_figure_stands_beside_its_bar():
    assert Bar("p50", 2.0, 2.0, "ms").line == "| p50 | 2 ms | ≤ 2 ms | held |"
    assert Bar("share", 0.44, 0.45, "×", least=True).line == "| share | 0.44 × | ≥ 0.45 × | **not held** |"
    assert "| 18224 |" in Bar("lines", 18224.3, 5000, least=True).line
    assert p99([float(n) for n in range(200, 0, -1)]) == 198.0


def test_clients_ask_the_same_in_another_order():
    asked = [[next(turn) for _ in range(40)] for turn in (in_turn(range(40), n) for n in range(3))]
    assert [sorted(a) for a in asked] == [list(range(40))] * 3
    assert len({a[0] for a in asked}) == 3


def test_throughput_is_judged_where_it_is_less():
    rows = {
        (way, clients): Latencies([1.0] * 98 + [9.0, 9.0], 1.0, a_core)
        for way, one, many in ((throughput.RAW, 100, 100), (throughput.ANONYMOUS, 50, 40), (throughput.ACCOUNT, 50, 20))
        for clients, a_core in ((1, one), (32, many))
    }
    bars = list(throughput.bars("referral", rows))
    assert [round(b.figure, 2) for b in bars] == [0.4, 2.0, 9.0, 9.0]
    assert [b.held for b in bars] == [True, False, False, False]


@pytest.mark.parametrize("name", storm.DEAREST)
def test_what_is_asked_in_a_storm_is_dear(name: str):
    document, variables = storm.DEAREST[name]
    cost = schema.within_limits(parsed(document, schema.limits), dict(variables)).cost
    assert cost >= QueueLimits().dear


def test_a_storm_tells_what_was_refused():
    answers: Any = {storm.NOW: [(0.01, "")] * 99 + [(0.5, "503")], "goals": [(2.0, "429 TOO_MANY")]}
    *_, page, refused = storm.table(answers)
    assert "| 0.01 s | ≤ 0.3 s | held |" in page
    assert refused.endswith("| 1 | ≤ 0 | **not held** |")


def test_lines_of_the_audit_are_counted_with_their_bars(tmp_path: Path):
    one = asyncio.run(audit.measure(tmp_path, audit.JUDGED, 40))
    assert one.a_second > 0
    assert [b.bar for b in audit.bars({audit.JUDGED: one})] == [audit.P50_MS, audit.A_SECOND]
    assert sum(f.read_text("utf-8").count("demo-centre") for f in tmp_path.rglob("*")) == 40


async def test_orders_and_worklists_are_measured_to_their_end(
    graph: Graph, keys: Path, monkeypatch: pytest.MonkeyPatch
):
    """At a small size; whatever was written is taken away again."""
    monkeypatch.setattr(casework, "OPEN", 100)
    monkeypatch.setattr(casework, "PART", 50)
    vault = Vault(keys)
    writes, lists = await casework.measure(graph, vault, 8, 1)
    vault.close()
    assert {row[0] for row in lists} >= {casework.WORKLIST}
    assert all(row[2] > 0 for row in (*writes, *lists))
