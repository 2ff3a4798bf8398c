"""Commands of `tongxin hsds` (名录交换)."""

import asyncio
from collections.abc import Iterator, Mapping
from pathlib import Path

from api.request.context import today
from graph_model import schema
from graph_model.directory import kept as store
from graph_model.directory.snapshot import read as read_network
from graph_model.graph import Graph
from knowledge.errors import BadInput
from knowledge.exchange.tables import HsdsVersion
from knowledge.messages.message import Message, message
from knowledge.rulebook.load import rulebook
from loaders.exchange import write as files
from loaders.exchange.read import HsdsReader, opened
from loaders.exchange.take import CheckedDirectory, checked, placed
from loaders.intake.contract import LOADER
from network import days
from network.entities import ANONYMOUS
from network.exchange.check import RowProblem
from network.exchange.directory import Directory
from network.exchange.records import Stated

Chosen = tuple[HsdsVersion, str]
SHOWN = 50
"""Problems that are listed."""


def chosen(version: str, form: str) -> Chosen:
    """The version and the kind of files.

    Raises:
        BadInput: There is no such version or kind.
    """
    if version not in {v.value for v in HsdsVersion}:
        raise BadInput("--version", "input.not_allowed", allowed=[v.value for v in HsdsVersion])
    if form not in files.FORMS:
        raise BadInput("--as", "input.not_allowed", allowed=files.FORMS)
    return HsdsVersion(version), form


async def exported(graph: Graph, out: Path, how: Chosen, *, strict: bool) -> dict[str, int]:
    """Write the directory of today; how many services, organisations and places it has.

    Raises:
        BadInput: The files cannot be written there.
        GraphUnavailable: The database cannot be used.
    """
    network = days.at(await read_network(graph), today())
    kept = await graph.read(ANONYMOUS, store.all_kept)
    rows = await asyncio.to_thread(Directory(network, rulebook(), today(), kept.values()).tables)
    await asyncio.to_thread(files.write, files.files(rows, *how, strict=strict), out)
    return {f"{name}s": len(rows.get(name, {})) for name in ("service", "organization", "location")}


def looked(path: Path) -> CheckedDirectory:
    """A directory of others, read and checked by itself.

    Raises:
        BadInput: It cannot be read.
    """
    return checked(HsdsReader().read(opened(path)))


async def imported(graph: Graph, path: Path, stated: Stated, *, preview: bool, synthetic: bool) -> CheckedDirectory:
    """Take a directory of others: all of it, or nothing if anything grave is wrong.

    Raises:
        BadInput: It cannot be read, or what is stated for it is not known here.
        GraphUnavailable: The database cannot be used.
    """
    network = await read_network(graph)
    kept = await graph.read(ANONYMOUS, store.all_kept)
    result = await asyncio.to_thread(placed, await asyncio.to_thread(looked, path), network, rulebook(), stated, kept)
    if result.synthetic and not synthetic:
        raise BadInput("TONGXIN_ENV", "load.no_synthetic_data")
    if not preview and not result.grave and result.writes is not None:
        await schema.define(graph)
        await store.take(graph, LOADER, result.writes)
    return result


def report(result: CheckedDirectory, *, preview: bool) -> Iterator[Message]:
    """Yield the report on a directory, a line each: counts, then problems, then notes."""
    yield message("exchange_file.read", **_counts(result))
    for code, problems in (("exchange_file.grave", result.grave), ("exchange_file.noted", result.noted)):
        if problems:
            yield message(code, count=len(problems))
        yield from map(_line, problems[:SHOWN])
        if (more := len(problems) - SHOWN) > 0:
            yield message("report.more", count=more)
    if result.others:
        yield message("exchange_file.others", fields=result.others)
    if result.written is not None:
        code = (
            "exchange_file.nothing" if result.grave else "exchange_file.preview" if preview else "exchange_file.taken"
        )
        yield message(code, **result.written)


def _counts(result: CheckedDirectory) -> Mapping[str, int]:
    return {f"{n}s": len(result.rows.get(n, {})) for n in ("service", "organization", "location")}


def _line(p: RowProblem) -> Message:
    if p.field is None:
        return message("exchange_file.problem", place=p.place, reason=p.reason)
    return message("exchange_file.problem_of_field", place=p.place, field=p.field, reason=p.reason)
