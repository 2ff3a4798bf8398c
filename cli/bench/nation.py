"""Benchmark of the nation: all its areas loaded, and a question about one of them (全国的基准)."""

import gzip
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from cli.ask import show
from cli.ask.questions import ask
from cli.bench.sizes import KILO, MATTER, QUESTION, WRITES, SizeTiming, database, middle, table, timed
from cli.session import DatabaseServer, run
from graph_model.directory import divisions
from graph_model.graph import Graph
from knowledge.rulebook.load import rulebook
from loaders.shipped.districts import DEFAULT
from loaders.shipped.load import load_rules
from network.codes import level_of, parent_of

PROVINCE = 2
"""Digits that the codes of a province share."""
REFUSED = 2
"""The exit code of a load that refused a row: the nation's list has a name in which a sign was lost."""


def _command(home: Path, size: str, name: str, bar: str, *words: str) -> SizeTiming:
    """Run a command with its own processor time and memory, which are returned at its end.

    Raises:
        CalledProcessError: It fails otherwise than by refusing rows of its file.
    """
    began = time.perf_counter()
    command = [sys.executable, "-m", "cli", *words]
    process = subprocess.Popen(command, env={**os.environ, "TONGXIN_HOME": str(home)}, stdout=subprocess.DEVNULL)  # noqa: S603  # this program itself
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, REFUSED}:
        raise subprocess.CalledProcessError(process.returncode, command)
    spent = used.ru_utime + used.ru_stime
    return SizeTiming(name, size, time.perf_counter() - began, spent, used.ru_maxrss / KILO, bar)


def provinces() -> tuple[str, ...]:
    """Return the prefix of the codes of each province, that of the default district first."""
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


def _steps(folder: Path, starts: tuple[str, ...], server: DatabaseServer) -> Iterator[SizeTiming]:
    """Each step, as soon as it is done."""
    began, file = time.perf_counter(), folder / "areas.csv.gz"
    size = f"{write_areas(file, starts):,} areas"
    yield SizeTiming("the file of areas written", size, time.perf_counter() - began)
    yield run(server, lambda graph: timed("rules loaded", size, "", lambda: load_rules(graph, rulebook())))
    yield _command(folder, size, "`tongxin load areas`", "300 s, 1,024 MB", "load", "areas", str(file))
    for what, question in (("a code", MATTER), ("words", rulebook().matters[MATTER].name)):
        name = f"`tongxin ask` with {what} and the start of Python"
        words = ("ask", question, "--at", DEFAULT)
        yield _command(folder, size, f"{name}, the first time", "", *words)
        yield middle([_command(folder, size, name, "1.5 s", *words) for _ in range(WRITES)])
    yield run(server, lambda graph: timed("with a code, read and answered", size, "", lambda: _asked(graph), WRITES))


def _shown_row(row: SizeTiming) -> SizeTiming:
    show.err.print(row.text(), markup=False, highlight=False, soft_wrap=True)
    return row


def markdown(size: int) -> str:
    """Return the table of the nation's areas, of all provinces or of `size`, printing each row when it is done."""
    with tempfile.TemporaryDirectory(prefix="tongxin-bench-") as folder, database(Path(folder)) as server:
        return table([_shown_row(row) for row in _steps(Path(folder), provinces()[: size or None], server)])
