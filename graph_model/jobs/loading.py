"""Loading a file: the input, its context, the topics, the report (载入)."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Concatenate, ParamSpec, TypeVar

from graph_model.graph import Graph, Tx
from graph_model.jobs.jobs import Course, Stage
from graph_model.persons.seal import Vault
from knowledge.messages.message import Message
from knowledge.rulebook.book import Rulebook
from network.entities import Actor
from network.snapshot import Network

P = ParamSpec("P")
T = TypeVar("T")
UPLOAD_BYTES = 20 * 2**20
"""Maximum size, unpacked, of an uploaded file."""

Audit = Callable[[Sequence[str]], None]
"""Records in the audit log that dossiers with these keys are about to be written."""


@dataclass(frozen=True)
class LoadContext:
    """The person who loads a file, and what its rows are checked against."""

    graph: Graph
    network: Network
    actor: Actor
    book: Rulebook
    vault: Vault | None
    on: date
    audit: Audit
    course: Course = field(default_factory=Course)
    """Progress of the work, with the request to cancel."""
    operator: bool = False
    """Loaded from the shell: all areas are allowed, and large files are written in batches."""

    async def write(self, work: Callable[Concatenate[Tx, P], Awaitable[T]], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work` in one transaction, which is rolled back if the load is cancelled before it ends.

        Raises:
            Stopped: The load was cancelled.
        """

        async def unit(tx: Tx) -> T:
            result = await work(tx, *args, **kwargs)
            await self.course.settle(tx)
            return result

        return await self.graph.write(self.actor, unit)

    def rows_read(self, rows: int) -> None:
        """Report that `rows` rows of the file have been read.

        Raises:
            Stopped: The load was cancelled.
        """
        self.course.reached(Stage.READING, rows)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file in memory, with what the user states about it."""

    name: str
    content: bytes = field(repr=False)
    columns: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Column key by heading; an empty key leaves the heading out."""
    limit: int = UPLOAD_BYTES
    """Maximum size in bytes, unpacked."""
    crs: str | None = None
    """Reference system of outlines, if the user states one."""


@dataclass(frozen=True, slots=True)
class ColumnForm:
    """A column that a file of a topic may have; `name` is its Chinese heading."""

    key: str
    name: str
    required: bool


@dataclass(frozen=True, slots=True)
class Template:
    """A file to fill in."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class TopicForm:
    """A topic that can be uploaded."""

    code: str
    name: Message
    row: Message
    """Name of one row."""
    columns: tuple[ColumnForm, ...]
    templates: tuple[Template, ...]
    about_people: bool
    """True: rows are personal data, and no cell may be stored with a job."""
    secret: bool
    """True: no cell may be shown at all."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the file, the column it is read as, and the column that it resembles."""

    heading: str
    column: str | None
    suggested: str | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row, or part of one, that is not loaded; the reason contains no value that may be personal data."""

    line: int
    """Line of a table, or number of a GeoJSON feature."""
    reason: Message
    column: str | None = None
    """Key of the column at fault, if it is one."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A row as it is read, with cells in the order of the headings."""

    line: int
    cells: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Report:
    """Result of a load, or of a preview."""

    topic: str
    preview: bool
    headings: tuple[Heading, ...] = ()
    missing: tuple[ColumnForm, ...] = ()
    """Required columns without a heading; if there are any, nothing was read."""
    read: int = 0
    written: int = 0
    """Rows written or, in a preview, that would be written."""
    unchanged: int = 0
    """Rows whose records were already in the graph with the same content."""
    repeated: int = 0
    """Rows equal to an earlier row of the file."""
    rejected: tuple[Rejected, ...] = ()
    sample: tuple[Sample, ...] = ()

    @property
    def unused(self) -> tuple[str, ...]:
        """Headings that are read as no column."""
        return tuple(h.heading for h in self.headings if h.column is None)
