"""Load a file of a topic, or preview it: topic, contract, rows, report (载入)."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import date
from importlib.resources import files
from itertools import islice
from pathlib import Path

from graph_model import schema
from graph_model.directory import snapshot
from graph_model.graph import Graph
from graph_model.jobs.jobs import Course
from graph_model.jobs.loading import (
    ColumnForm,
    Heading,
    LoadContext,
    Rejected,
    Report,
    Sample,
    SourceFile,
    Template,
    TopicForm,
)
from graph_model.jobs.taking import FileFormat, TakenFile
from graph_model.persons.seal import Vault
from knowledge.errors import BadInput
from knowledge.messages.message import Message, message
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import FileProblem
from loaders.intake.contract import LOADER, Source, Topic
from loaders.intake.write import check_size, write, write_parts
from loaders.loading.topics import TOPICS
from loaders.tables import cells, headings
from loaders.tables.columns import Column
from loaders.tables.problems import bad_file
from loaders.tables.source import open_file
from loaders.tables.tables import TableRow, read_table
from loaders.taking.take import take
from network.entities import Actor

TEMPLATES = files("loaders") / "templates"
SAMPLE = 5
"""Rows that are shown as they are read."""
AREA, SHORT = 12, (6, 9)
"""Digits of the code of an area, and of those that people write short."""


class Uploads:
    """Operations of the service for users who upload files or download lists."""

    def topics(self) -> tuple[TopicForm, ...]:
        """The topics that can be uploaded, in the order in which they are loaded."""
        return tuple(_form(t) for t in TOPICS.values() if t.templates)

    async def load(self, context: LoadContext, topic: str, file: SourceFile, *, preview: bool) -> Report:
        """Load or preview an uploaded file; see `load`."""
        return await load(context, TOPICS[topic], file, preview=preview)

    async def take(
        self, context: LoadContext, topic: str, area: str | None, made: FileFormat, *, confidential: bool
    ) -> TakenFile:
        """A list as a file; see `take`."""
        return await take(context, topic, area, made, confidential=confidential)


def topic_of(code: str) -> Topic:
    """A topic by its code.

    Raises:
        BadInput: no such topic.
    """
    if code not in TOPICS:
        raise BadInput("topic", "input.not_allowed", allowed=list(TOPICS))
    return TOPICS[code]


async def load(context: LoadContext, topic: Topic, file: SourceFile, *, preview: bool) -> Report:
    """Load a file, or only report what would be written; the same file again changes nothing.

    Raises:
        BadFile: the file cannot be used as a whole; nothing was written.
        BadInput: something else about the request cannot be used; nothing was written.
        Stopped: the load was cancelled.
        GraphUnavailable: the database cannot be used. Of a file of at most ROWS rows nothing was written.
    """
    header = await asyncio.to_thread(_header, topic, file)
    if header.missing:
        missing = tuple(_column(c) for c in header.missing)
        if preview:
            return Report(topic.code, preview, header.headings, missing)
        raise bad_file("file.columns_missing", FileProblem.HEADINGS, columns=tuple(c.name for c in missing))
    source = await asyncio.to_thread(_read, context, topic, file)
    prepared = await topic.prepare(context, source)
    existed, rejected = dict(prepared.existed), list(prepared.rejected)
    if not preview:
        column, reason = topic.not_written
        if prepared.parts:
            refused = await write_parts(context, prepared.parts)
        else:
            refused = await write(context, prepared.writes(), len(source.rows))
        for line in refused:
            rejected.append(Rejected(line, message(reason), column))
            existed.pop(line, None)
    unchanged = sum(existed.values())
    return Report(
        topic.code,
        preview,
        header.headings,
        (),
        len(source.rows),
        len(existed) - unchanged,
        unchanged,
        prepared.repeated,
        tuple(sorted(rejected, key=lambda r: r.line)),
        () if topic.secret else _sample(context, source.rows, header.headings),
    )


async def load_path(  # noqa: PLR0913  # what an operator may say
    graph: Graph,
    what: str | Topic,
    path: Path,
    book: Rulebook,
    on: date,
    *,
    vault: Vault | None = None,
    crs: str | None = None,
    preview: bool = False,
    course: Course | None = None,
    audit: Callable[[Sequence[str]], None] | None = None,
) -> Report:
    """Load a file from disk as the operator, without limits of areas or size; a topic by its code, or itself."""
    topic = topic_of(what) if isinstance(what, str) else what
    file = await asyncio.to_thread(open_file, path, crs=crs)
    if not preview:
        await schema.define(graph)
    network = await snapshot.read(graph)
    actor = Actor(LOADER.id, LOADER.role, network.roots)
    context = LoadContext(
        graph, network, actor, book, vault, on, audit or _not_audited, course or Course(), operator=True
    )
    return await load(context, topic, file, preview=preview)


def _not_audited(_keys: Sequence[str]) -> None:
    """Without an audit nothing is written to it: rules and shipped data have no child."""


def _header(topic: Topic, file: SourceFile) -> headings.Header:
    if not topic.forms:
        return headings.Header(0, (), ())
    keys = {c.key for form in topic.forms for c in form}
    if not set(file.columns.values()) <= keys | {""}:
        raise BadInput("columns", "load.no_such_column")
    return headings.header(file, topic.forms, secret=topic.secret)


def _read(context: LoadContext, topic: Topic, file: SourceFile) -> Source:
    form, parsed = 0, topic.parse(file) if topic.parse else iter(())
    if topic.forms:
        table = read_table(file, *topic.forms)
        form, parsed = table.form, table.rows
    rows = []
    for row in parsed:
        rows.append(row)
        context.rows_read(len(rows))
        check_size(context, len(rows))
    return Source(file, form, rows)


def _sample(context: LoadContext, rows: Sequence[object], columns: Sequence[Heading]) -> tuple[Sample, ...]:
    used = [h.column for h in columns if h.column]
    shown = islice((r for r in rows if isinstance(r, TableRow)), SAMPLE)
    return tuple(Sample(r.line, tuple(_understood(r.cells.get(c, ""), context) for c in used)) for r in shown)


def _understood(cell: str, context: LoadContext) -> str:
    """A cell with codes, and what each of them means: a wrong code is seen by its name."""
    tables = (context.network.areas, context.book.services, context.book.kinds)
    parts = cells.listed(cell)
    codes = [part.ljust(AREA, "0") if part.isdecimal() and len(part) in SHORT else part for part in parts]
    known = [table[c].name for c in codes for table in tables if c in table and table[c].name != cell]
    return f"{cell} = {' '.join(known)}" if known else cell


def _column(c: Column) -> ColumnForm:
    return ColumnForm(c.key, c.label, c.required)


def _form(topic: Topic) -> TopicForm:
    columns = {c.key: _column(c) for form in topic.forms for c in form}
    templates = tuple(Template(n, (TEMPLATES / n).read_bytes()) for n in topic.templates)
    return TopicForm(
        topic.code,
        _name(topic),
        message(f"topic.{topic.code}_row"),
        tuple(columns.values()),
        templates,
        topic.about_people,
        topic.secret,
    )


def _name(topic: Topic) -> Message:
    return message(f"topic.{topic.code}")
