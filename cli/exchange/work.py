"""What the commands of `tongxin hsds` do (名录交换)."""

import asyncio
from pathlib import Path

from api.request.context import today
from graph_model.directory.snapshot import read as read_network
from graph_model.graph import Graph
from knowledge.errors import BadInput
from knowledge.exchange.tables import HsdsVersion
from knowledge.rulebook.load import rulebook
from loaders.exchange import write as files
from network import days
from network.exchange.directory import Directory

Chosen = tuple[HsdsVersion, str]


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
    rows = await asyncio.to_thread(Directory(network, rulebook(), today()).tables)
    await asyncio.to_thread(files.write, files.files(rows, *how, strict=strict), out)
    return {f"{name}s": len(rows.get(name, {})) for name in ("service", "organization", "location")}
