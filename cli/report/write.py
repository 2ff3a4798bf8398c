"""Writing the report into a folder, whole or not at all (写出报告)."""

import asyncio
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import mkdtemp

from analytics.coverage.layout import Layout
from cli.report import pages, tables
from cli.report.facts import Facts, gather
from graph_model.directory import snapshot as network
from graph_model.graph import Graph
from graph_model.obligations import evidence as obligations
from knowledge.errors import BadInput, NotFound
from knowledge.messages.message import message
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import ActorRole
from network.entities import Actor

Step = Callable[[str], None]
"""Gets what has just been done, in the language of whoever waits."""


async def report(graph: Graph, book: Rulebook, area: str, out: Path, on: date, done: Step) -> list[Path]:
    """Work out and write the coverage report of an area: page, document, workbook, CSV tables, map.

    Files are written beside the folder first and moved together; an interruption leaves the folder as it was.

    Raises:
        NotFound: the area is not loaded.
        BadInput: the folder cannot be written.
    """
    live = await network.read(graph)
    if area not in live.areas:
        raise NotFound("area", area)
    done(str(message("progress.report_network")))
    roots = tuple(a.code for a in live.areas.values() if a.parent is None)
    codes = list(book.obligations)
    held = await graph.read(Actor("report", ActorRole.AUDITOR, roots), obligations.on_file, area, codes)
    done(str(message("progress.report_evidence")))
    facts = await asyncio.to_thread(gather, Layout(live), book, held, area, on)
    done(str(message("progress.report_facts")))
    written = await asyncio.to_thread(_written, facts, out)
    done(str(message("progress.report_written")))
    return written


def _written(facts: Facts, out: Path) -> list[Path]:
    try:
        out.mkdir(parents=True, exist_ok=True)
        part = Path(mkdtemp(prefix=".report-", dir=out))
    except OSError:
        raise BadInput("--out", "shell.cannot_write") from None
    try:
        found = tables.sheets(facts)
        (part / "report.html").write_text(pages.html(facts), "utf-8")
        pages.docx(facts, part / "report.docx")
        tables.write_xlsx(found, part / "tables.xlsx")
        tables.write_csv(found, part)
        (part / "map.geojson").write_text(tables.geojson(facts), "utf-8")
        return [Path(shutil.move(p, out / p.name)) for p in sorted(part.iterdir())]
    finally:
        shutil.rmtree(part, ignore_errors=True)
