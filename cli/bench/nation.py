"""Benchmark of the nation: all its areas loaded, and a question about one of them (全国的基准)."""

import gzip
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from cli.ask.questions import ask
from cli.bench.sizes import KILO, MATTER, QUESTION, WRITES, SizeTiming, database, middle, table, timed
from cli.session import run
from graph_model.graph import Graph
from knowledge.rulebook.load import rulebook
from loaders.shipped import divisions
from loaders.shipped.districts import DEFAULT
from loaders.shipped.load import load_rules
from network.codes import level_of, parent_of

PROVINCE = 2
"""Digits that the codes of a province share."""


def _command(home: Path, size: str, name: str, bar: str, *words: str) -> SizeTiming:
    """A command with its own processor time and memory, which are told when it ends.

    Raises:
        CalledProcessError: It fails.
    """
    began = time.perf_counter()
    command = [sys.executable, "-m", "cli.main", *words]
    process = subprocess.Popen(command, env={**os.environ, "TONGXIN_HOME": str(home)}, stdout=subprocess.DEVNULL)  # noqa: S603  # this program itself
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    spent = used.ru_utime + used.ru_stime
    return SizeTiming(name, size, time.perf_counter() - began, spent, used.ru_maxrss / KILO, bar)


def provinces() -> tuple[str, ...]:
    """What the codes of each province begin with, that of the default district first."""
    own = DEFAULT[:PROVINCE]
    others = {code[:PROVINCE] for code, _ in divisions.rows()} - {own}
    return (own, *sorted(others))


def write_areas(file: Path, starts: tuple[str, ...]) -> int:
    """The areas whose codes begin so, as the file that `docs/loading.md` describes; how many."""
    number = 0
    with gzip.open(file, "wt", encoding="utf-8") as lines:
        lines.write("code,name,level,parent_code\n")
        for code, name in divisions.rows(*starts):
            lines.write(f"{code},{name},{level_of(code).value},{parent_of(code) or ''}\n")
            number += 1
    return number


async def _asked(graph: Graph) -> None:
    await ask(graph, "responsibility", dict(QUESTION))


def markdown(size: int) -> str:
    """The table of the nation's areas, of all provinces or of so many."""
    with tempfile.TemporaryDirectory(prefix="tongxin-bench-") as folder, database(Path(folder)) as server:
        file = Path(folder, "areas.csv.gz")
        areas = f"{write_areas(file, provinces()[: size or None]):,} areas"
        run(server, lambda graph: load_rules(graph, rulebook()))
        loaded = _command(Path(folder), areas, "`tongxin load areas`", "300 s, 1,024 MB", "load", "areas", str(file))
        words, bar = ("ask", MATTER, "--at", DEFAULT), "1.5 s"
        name = "`tongxin ask`, with the start of Python"
        asks = [_command(Path(folder), areas, name, bar, *words) for _ in range(WRITES)]
        inside = run(
            server, lambda graph: timed("the same, read and answered", areas, "", lambda: _asked(graph), WRITES)
        )
    return table([loaded, middle(asks), inside])
