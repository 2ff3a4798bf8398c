"""The workspace of a district: its areas in the graph, templates to fill, and the list of what is expected (工作区)."""

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import repeat
from pathlib import Path

from analytics.coverage.checklist import ExpectedList, ListState
from analytics.coverage.workspace import PartCondition, Workspace, workspace
from api.coverage.workspace import asked
from api.request.context import today
from cli import audit
from cli.ask import show
from cli.ask.questions import only_district
from cli.session import settings
from graph_model.directory.snapshot import read as read_network
from graph_model.graph import Graph
from knowledge.coverage.workspace import PartState
from knowledge.errors import BadInput
from knowledge.messages.message import Message, message
from knowledge.rulebook.load import rulebook
from loaders.intake.contract import LOADER
from loaders.loading.load import TEMPLATES
from loaders.loading.topics import TOPICS
from loaders.shipped import load as loading
from loaders.shipped.districts import District, district
from network import days

SHOWN = 5
"""Areas without one that a line names."""

__all__ = ["begin", "district", "expected"]


async def begin(graph: Graph, d: District, folder: Path) -> None:
    """Load rules and areas, and write the files of the workspace that are not there yet."""
    with audit.recorded(settings()) as record:
        record("district init", (), d.code)

        def done(step: Message, count: int) -> None:
            show.err.print(f"  {step}: {count}")

        await loading.load_rules(graph, rulebook(), done)
        await loading.load_areas(graph, d, done)
    workspace = await _workspace(graph, d.code)
    for path in write(folder, workspace.lists):
        show.out.print(str(path))
    show.out.print(str(message("shell.workspace", district=d.name, folder=str(folder), lists=len(workspace.lists))))
    for line in map(_part, workspace.parts, repeat(d.code)):
        show.out.print(line, markup=False, highlight=False, soft_wrap=True)


def write(folder: Path, rows: Iterable[ExpectedList]) -> list[Path]:
    """The header of each topic's template, and the list of what is expected; never over a file that is there.

    Raises:
        BadInput: The folder cannot be written.
    """
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for topic in TOPICS.values():
            for name in topic.templates:
                header = (TEMPLATES / name).read_text("utf-8-sig").splitlines()[0]
                written += _new(folder / name, [header.split(",")])
        table = [show.heads("expected_kind", "expected_name", "expected_topic", "expected_count", "expected_absent")]
        table += [[r.kind, r.name, r.topic, str(len(r.areas)), str(len(r.absent))] for r in rows]
        written += _new(folder / "expected.csv", table)
    except OSError:
        raise BadInput("--folder", "shell.cannot_write") from None
    return written


def _new(path: Path, rows: Iterable[list[str]]) -> list[Path]:
    if path.exists():
        return []
    with path.open("w", encoding="utf-8-sig", newline="") as lines:
        csv.writer(lines).writerows(rows)
    return [path]


async def expected(graph: Graph, code: str) -> list[str]:
    """The checklist as lines: each kind with its state, how many are in each state, then each part of the workspace.

    Raises:
        NotFound: The district is not loaded.
    """
    network = days.at(await read_network(graph), today())
    where = code.ljust(12, "0") if code else await only_district(graph, "district")
    workspace = await _workspace(graph, where)
    counts = Counter(r.state for r in workspace.lists)
    total = message("shell.checklist", district=network.areas[where].name, **{s.value: counts[s] for s in ListState})
    return [*(_line(r) for r in workspace.lists), str(total), *(_part(p, where) for p in workspace.parts)]


async def _workspace(graph: Graph, code: str) -> Workspace:
    network = days.at(await read_network(graph), today())
    actor = replace(LOADER, areas=(code,))
    return workspace(await asked(graph, actor, network, rulebook(), code))


def _part(p: PartCondition, code: str) -> str:
    """A part with its state, and what mends it where something lacks."""
    line = message("shell.part", state=p.state.label, part=p.row.part.label, says=p.says)
    mend = p.row.command(code)
    if p.state is PartState.WHOLE or not mend:
        return str(line)
    ways = message("shell.part_page", mend=mend, page=p.row.page) if p.row.page else mend
    return str(message("shell.part_mend", line=line, mend=ways))


def _line(r: ExpectedList) -> str:
    there = f"{len(r.areas) - len(r.absent)}/{len(r.areas)}"
    line = f"{r.state.label} · {r.topic} · {r.name} {r.kind} {there}"
    if not r.absent:
        return line
    names = [*(a.name for a in r.absent[:SHOWN]), *(["…"] if len(r.absent) > SHOWN else [])]
    return str(message("shell.checklist_line", line=line, names=names))
