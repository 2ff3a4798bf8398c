"""The modules that are slow to import, loaded while the database starts: serving, loading, answering (服务与载入)."""

from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime
from functools import partial
from importlib import import_module
from pathlib import Path

from api.disk import Disk
from api.request.context import today
from api.schema import printed
from cli import audit
from cli.ask import show
from cli.ask.questions import only_district
from cli.demo import ROLES, token
from cli.session import settings
from graph_model.directory.snapshot import version as network_version
from graph_model.graph import Graph
from graph_model.jobs.jobs import Course, Stage
from graph_model.jobs.loading import Report
from graph_model.persons.seal import Vault
from knowledge.errors import BadInput
from knowledge.messages.message import Message, message
from knowledge.rulebook.load import rulebook
from loaders.intake.report import text
from loaders.loading.load import load_path, topic_of
from loaders.shipped import load as loading
from loaders.shipped.districts import district
from loaders.shipped.marks import demo_stands
from network.entities import ANONYMOUS

__all__ = [
    "ROLES",
    "check_load",
    "load",
    "load_file",
    "prepare",
    "printed",
    "report",
    "rulebook",
    "state",
    "token",
]


async def state(graph: Graph) -> tuple[int, bool]:
    """The network version, and whether the graph has the same rules as the program."""
    current = await graph.read(ANONYMOUS, network_version)
    return current.number, current.rules == rulebook().hash


async def report(graph: Graph, area: str, out: Path, on: datetime | None) -> None:
    """Write the coverage report of an area and print each step."""
    from cli.report import write  # noqa: PLC0415  # python-docx and jinja2 are slow to import

    with show.Bars() as bars, audit.recorded(settings()) as record:
        area = area or await only_district(graph, "--area")
        record("report coverage", (), area)
        tick = bars.task(message("progress.reporting"), 4)

        def done(what: str) -> None:
            tick(1)
            show.err.print(f"  {what}")

        day = on.date() if on else today()
        for path in await write.report(graph, rulebook(), area, out, day, done):
            show.out.print(str(path))


SHIPPED = ("demo", "district", "rules")
"""Topics of `tongxin load` that need no file."""


def check_load(topic: str, file: Path | None, crs: str | None, *, preview: bool) -> None:
    """Check the arguments of `tongxin load` before the database starts.

    Raises:
        BadInput: Unknown topic, or an argument that the topic does not have.
    """
    if topic in SHIPPED:
        if file is not None or preview or crs is not None:
            raise BadInput("topic", "load.shipped_has_no_file")
        return
    known_topic = topic_of(topic)
    if file is None:
        raise BadInput("file", "load.file_missing", topic=topic)
    if crs is not None and not known_topic.stated_crs:
        raise BadInput("--crs", "load.crs_only_for_outlines")


class _ProgressBar(Course):
    """Shows the progress of writing a file."""

    def __init__(self, bars: show.Bars) -> None:
        super().__init__()
        self._bars, self._written = bars, 0
        self._advance: Callable[[int], None] | None = None

    def reached(self, stage: Stage, done: int, total: int | None = None) -> None:
        """Advance the bar."""
        super().reached(stage, done, total)
        if stage is Stage.WRITING and total is not None:
            self._advance = self._advance or self._bars.task(message("progress.writing"), total)
            self._advance(done - self._written)
            self._written = done


async def load_file(graph: Graph, topic: str, file: Path, *, preview: bool = False, crs: str | None = None) -> bool:
    """Load a file of a topic and print the report; True if all rows were accepted."""
    config = settings()
    if not preview:
        Disk(config.written, config.disk_free).require_room()
    with show.Bars() as bars, closing(Vault(config.key_folder)) as vault, audit.recorded(config) as record:
        record(f"load {topic}", (), message("purpose.load"))
        report: Report = await load_path(
            graph,
            topic,
            file,
            rulebook(),
            today(),
            vault=vault,
            crs=crs,
            preview=preview,
            course=_ProgressBar(bars),
            audit=lambda keys: record(f"load {topic}", keys, message("purpose.dossiers")),
        )
    show.out.print(text(report, topic_of(topic)), markup=False, highlight=False)
    return not report.rejected and not report.missing


async def load(graph: Graph, topic: str, on: date | None = None) -> None:
    """Load the rules, the shipped district or the demo data as of a day, by default today, and print each step."""
    config = settings()
    Disk(config.written, config.disk_free).require_room()
    with show.Bars() as bars, audit.recorded(config) as record:
        record(f"load {topic}", (), message("purpose.load"))
        tick = bars.task(message("progress.loading"), 10)

        def done(step: Message, count: int) -> None:
            tick(1)
            show.err.print(f"  {step}: {count}")

        if topic == "rules":
            await loading.load_rules(graph, rulebook(), done)
        elif topic == "district":
            await loading.load_rules(graph, rulebook(), done)
            await loading.load_district(graph, done, district(settings().district))
        else:
            with closing(Vault(config.key_folder)) as vault:
                opened = partial(record, "counts publish", purpose=message("purpose.totals"))
                await loading.load_all(graph, rulebook(), on or today(), vault, done, district(config.district), opened)


async def prepare(graph: Graph, *, month: bool = False) -> None:
    """Load the demo network, on request with a month of casework, unless the graph has it with the current rules."""
    if month:
        await import_module("cli.month.command").prepare(graph, settings(), load)
    elif not await demo_stands(graph, rulebook(), district(settings().district)):
        await load(graph, "demo")
