"""A file that somebody handed to the service, what may be loaded so, and what became of it (交来的文件)."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Concatenate, ParamSpec, TypeVar

from graph_model.graph import Graph, Tx
from graph_model.jobs.jobs import Course, Stage
from graph_model.persons.seal import Vault
from knowledge.rulebook.book import Rulebook
from network.entities import Actor
from network.snapshot import Network

P = ParamSpec("P")
T = TypeVar("T")
Told = Callable[[Sequence[str]], None]
"""Told the numbers of the children whose dossiers will be written, before they are."""


@dataclass(frozen=True)
class Desk:
    """Where a file is dealt with: who handed it in, and what it is read against."""

    graph: Graph
    network: Network
    actor: Actor
    book: Rulebook
    vault: Vault | None
    on: date
    told: Told
    course: Course = field(default_factory=Course)
    """How far it is, and whether somebody wants it stopped."""

    async def write(self, work: Callable[Concatenate[Tx, P], Awaitable[T]], *args: P.args, **kwargs: P.kwargs) -> T:
        """In one transaction: nothing of it stands where somebody asked to stop before its end.

        Raises:
            Stopped: somebody did.
        """

        async def whole(tx: Tx) -> T:
            found = await work(tx, *args, **kwargs)
            await self.course.settle(tx)
            return found

        return await self.graph.write(self.actor, whole)

    def rows_read(self, rows: int) -> None:
        """So many rows of the file are read."""
        self.course.reached(Stage.READING, rows)


@dataclass(frozen=True, slots=True)
class Handed:
    """A file as it arrived: never on the disk. `columns` is what the person said of its headings."""

    name: str
    content: bytes = field(repr=False)
    columns: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Column key by heading; empty for a heading that is to be left out."""


@dataclass(frozen=True, slots=True)
class ColumnForm:
    """A column that a file of a topic may have."""

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
    """What may be loaded: its name, what one row is, its columns, its templates."""

    code: str
    name: str
    row: str
    columns: tuple[ColumnForm, ...]
    templates: tuple[Template, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the file, the column that it is read as, and the column that it is like."""

    heading: str
    column: str | None
    suggested: str | None = None


@dataclass(frozen=True, slots=True)
class Reject:
    """A row, or a part of one, that is not loaded; no value of it is repeated."""

    row: int
    column: str | None
    problem: str
    do: str


@dataclass(frozen=True, slots=True)
class Sample:
    """A row as it is read: cells in the order of the headings."""

    row: int
    cells: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a file, or what would become of it."""

    topic: str
    headings: tuple[Heading, ...]
    missing: tuple[ColumnForm, ...] = ()
    """Required columns that no heading is read as: nothing was read then."""
    read: int = 0
    written: int = 0
    """Rows that were written, or would be."""
    unchanged: int = 0
    """Rows that stand already."""
    repeated: int = 0
    rejects: tuple[Reject, ...] = ()
    sample: tuple[Sample, ...] = ()
    done: bool = False
    """Whether this is a load and no preview."""
