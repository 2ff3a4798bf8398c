"""In which order and in which process tests run, so that two processes are done at the same time."""

import pytest
from xdist.scheduler import LoadFileScheduling

TOGETHER = (
    "tests/web/", "tests/loaders/", "tests/cli/", "tests/graph_model/engine/",
    "tests/architecture/", "tests/scenarios/",
)  # fmt: skip  # servers, then what is read and computed once
"""Folders whose tests share a server, a browser, a service, the code as trees, the sheets of all stories: one process
makes it, not each."""
OWN_SERVERS = "tests/graph_model/engine/"
"""Tests that start servers of their own."""


class Scheduling(LoadFileScheduling):  # type: ignore[misc]  # xdist has no types
    """A file, or a folder whose tests belong together, runs in one process."""

    def _split_scope(self, nodeid: str) -> str:
        return next((folder for folder in TOGETHER if nodeid.startswith(folder)), super()._split_scope(nodeid))


def marked(items: list[pytest.Item]) -> None:
    """Mark what needs a database or a browser."""
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        if names & {"server", "own", "prepared"} or item.nodeid.startswith(OWN_SERVERS):
            item.add_marker("graph")
        if names & {"browser", "site"}:
            item.add_marker("browser")


def ordered(items: list[pytest.Item]) -> list[pytest.Item]:
    """The pages first: one process prepares the database for them, while the other does what needs none.

    Then what needs none, what starts servers, and last the many small files that need the database.
    """
    with_graph = {_file(item) for item in items if item.get_closest_marker("graph")}

    def turn(item: pytest.Item) -> int:
        if item.nodeid.startswith("tests/web/"):
            return 0
        if _file(item) not in with_graph:
            return 1
        return 2 if item.nodeid.startswith(TOGETHER) else 3

    return sorted(items, key=turn)


def _file(item: pytest.Item) -> str:
    return item.nodeid.split("::", 1)[0]
