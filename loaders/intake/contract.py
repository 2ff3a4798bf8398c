"""Contract of a topic: its rows, and the prepared records before anything is written (载入约定)."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from graph_model.graph import Tx
from graph_model.jobs.loading import LoadContext, Rejected, SourceFile
from knowledge.roles import ActorRole
from loaders.tables.columns import Column
from network.entities import Actor

LOADER = Actor("loader", ActorRole.LOADER)
"""The actor that writes what an operator loads from the shell."""


@dataclass(frozen=True, slots=True)
class Item:
    """A record to write, its key, and the line that it comes from."""

    line: int
    key: str
    record: Any


@dataclass(frozen=True, slots=True)
class Write:
    """Records of one kind; `put` writes some of them and returns the keys that the graph accepted."""

    put: Callable[[Tx, Sequence[Any]], Awaitable[frozenset[str]]]
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Portion:
    """Records that belong together, made in a worker thread when it is their turn, and written in one transaction."""

    lines: int
    make: Callable[[], Sequence[Write]]


@dataclass(frozen=True, slots=True)
class Prepared:
    """The rows of a file, checked against the graph; nothing is written yet."""

    existed: dict[int, bool]
    """Accepted lines: True if the graph already contained everything in the line."""
    rejected: list[Rejected]
    writes: Callable[[], Sequence[Write]]
    """New or changed records in the order of writing; called for a load only, never for a preview."""
    repeated: int = 0
    """Lines equal to an earlier line."""
    parts: Sequence[Portion] = ()
    """Instead of `writes`, where a file is too large for one transaction: the records in parts."""


@dataclass(frozen=True, slots=True)
class Source:
    """The rows of a file: `form` is the index of the form that its header has."""

    file: SourceFile
    form: int
    rows: Sequence[Any]
    """`Row` or `Rejected`; of a topic that is no table, what its `parse` gives."""


Prepare: TypeAlias = Callable[[LoadContext, Source], Awaitable[Prepared]]


@dataclass(frozen=True, slots=True)
class Topic:
    """Topic that can be loaded; its names are the messages `topic.<code>` and `topic.<code>_row`."""

    code: str
    prepare: Prepare
    forms: tuple[tuple[Column, ...], ...] = ()
    """The forms in which a table of the topic may be written; none for another kind of file."""
    templates: tuple[str, ...] = ()
    """Files of loaders/templates; a topic with none cannot be uploaded."""
    not_written: tuple[str | None, str] = ("area", "row.area_not_loaded")
    """Column and message for a record that the graph does not accept."""
    unit: str = "row"
    """Unit of counting: row or feature."""
    about_people: bool = False
    secret: bool = False
    """No cell may be shown or repeated, and the file's name is not stored."""
    parse: Callable[[SourceFile], Iterator[Any]] | None = None
    """Reads a file that is no table."""
    stated_crs: bool = False
    """The person may state a reference system."""
