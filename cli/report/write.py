"""Writing the report into a folder (写出报告)."""

import asyncio
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import mkdtemp

from analytics.coverage.layout import Layout
from analytics.coverage.whatif import drafted
from cli.report import pages, tables
from cli.report.facts import ReportFacts, gather
from graph_model.directory import snapshot as network
from graph_model.drafts import store as drafts
from graph_model.graph import Graph
from graph_model.obligations import evidence as obligations
from knowledge.absent import NotLoaded
from knowledge.errors import BadInput
from knowledge.messages.message import message
from knowledge.roles import ActorRole
from knowledge.rulebook.book import Rulebook
from network import days
from network.entities import Actor

Step = Callable[[str], None]
"""Called with the step that has been completed, in the current language."""


async def report(
    graph: Graph, book: Rulebook, area: str, out: Path, on: date, done: Step, draft: str = ""
) -> list[Path]:
    """Compute and write the coverage report of an area: page, document, workbook, CSV tables, map.

    With the name of a draft it is the report of that draft, marked so.

    All files are written to a temporary folder first and then moved, so that an error while writing changes
    nothing.

    Raises:
        NotFound: The area is not loaded, or there is no such draft.
        BadInput: The folder cannot be written, or a change of the draft is not possible any more.
    """
    live = days.at(await network.read(graph), on)
    actor = Actor("report", ActorRole.OPERATOR, live.roots)
    here = Layout(live)
    if draft:
        stored = await graph.read(actor, drafts.get, draft)
        here = drafted(stored.draft(), live, book, draft)
    if area not in here.network.areas:
        raise NotLoaded(key=area)
    done(str(message("progress.report_network")))
    codes = list(book.obligations)
    evidence = await graph.read(actor, obligations.on_file, area, codes)
    done(str(message("progress.report_evidence")))
    facts = await asyncio.to_thread(gather, here, book, evidence, area, on)
    done(str(message("progress.report_facts")))
    written = await asyncio.to_thread(_write, facts, out)
    done(str(message("progress.report_written")))
    return written


def _write(facts: ReportFacts, out: Path) -> list[Path]:
    try:
        out.mkdir(parents=True, exist_ok=True)
        temporary = Path(mkdtemp(prefix=".report-", dir=out))
    except OSError:
        raise BadInput("--out", "shell.cannot_write") from None
    try:
        sheets = tables.sheets(facts)
        (temporary / "report.html").write_text(pages.html(facts), "utf-8")
        pages.docx(facts, temporary / "report.docx")
        tables.write_xlsx(sheets, temporary / "tables.xlsx")
        tables.write_csv(sheets, temporary)
        (temporary / "map.geojson").write_text(tables.geojson(facts), "utf-8")
        return [Path(shutil.move(p, out / p.name)) for p in sorted(temporary.iterdir())]
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
