"""What each test costs: seconds of CPU of its process and of all that its process started (`--costs`).

Seconds of CPU, not of the clock: they are the same on a busy machine. Nothing here fails a test.
"""

import sys
import time
from collections import defaultdict
from collections.abc import Generator
from contextlib import suppress

import psutil
import pytest

SHORT = 0.02
"""Seconds of the clock below which the processes that a test may have started are not counted again."""
STARTS = frozenset({"subprocess.Popen", "os.fork", "os.posix_spawn"})
"""Events that tell of a process that is started: before the first, there is none to look for."""


class Costs:
    """Adds its cost to each report; lists the dearest files and tests at the end."""

    def __init__(self, most: int) -> None:
        self._most, self._started = most, False
        self._own, self._others, self._at = time.process_time(), 0.0, time.perf_counter()
        self._reports: list[pytest.TestReport] = []
        sys.addaudithook(self._audit)

    def _audit(self, event: str, _parts: object) -> None:
        self._started = self._started or event in STARTS

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Add what was spent since the last report."""
        report = yield
        own, others, now = time.process_time(), self._others, time.perf_counter()
        if self._started and now - self._at >= SHORT:
            others = _others()
        vars(report)["cost"] = own - self._own + max(others - self._others, 0)  # travels with the report
        self._own, self._others, self._at = own, others, now
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Collect the reports of all processes."""
        self._reports.append(report)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """List the dearest."""
        phases: defaultdict[str, float] = defaultdict(float)
        files: defaultdict[str, float] = defaultdict(float)
        for r in self._reports:
            cost = float(vars(r)["cost"])
            phases[f"{r.when:8} {r.nodeid}"] += cost
            files[r.nodeid.split("::", 1)[0]] += cost
        terminalreporter.section(f"costs: {sum(files.values()):.0f} s of CPU")
        for title, costs in (("files", files), ("tests", phases)):
            terminalreporter.write_line(title)
            for name, cost in sorted(costs.items(), key=lambda c: -c[1])[: self._most]:
                terminalreporter.write_line(f"{cost:8.2f} {name}")


def _others() -> float:
    """Seconds of CPU of all processes that this one started, ended or not."""
    ended = psutil.Process().cpu_times()
    total = ended.children_user + ended.children_system
    for child in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            spent = child.cpu_times()
            total += spent.user + spent.system + spent.children_user + spent.children_system
    return float(total)
