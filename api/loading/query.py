"""loadTopics and loadFile: a file previewed with its columns and rejects, then loaded whole (载入文件)."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime as DateTime  # noqa: N812  # GraphQL's word for the scalar
from functools import partial
from typing import Annotated, Any

import strawberry

from api.jobs import runner as jobs
from api.jobs.types import JobRow
from api.loading.types import LONGEST, LoadReport, LoadTopic
from api.request.context import Context, today
from api.request.loader import Loader
from graph_model.jobs import loading as model
from graph_model.jobs.jobs import Course, Job
from knowledge import errors
from knowledge.access.policy import Action
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.vocabulary import FieldClass, FileProblem

FILE_BYTES = 4 * 2**20
"""Of a file as it is handed in; a larger one is loaded from the shell."""
REST_BYTES = 200_000
"""Of a body beside the file: document, headings."""
CHILDREN = "children"
MAY_LOAD: Mapping[str, Action] = {
    **dict.fromkeys(("areas", "bodies", "points", "schools", "posts", "population", "segments"), Action.LOAD_NETWORK),
    "records": Action.FILE_RECORDS,
    CHILDREN: Action.LOAD_CHILDREN,
}
"""What one must be allowed to do to load a topic; where, the areas of the account say."""
ABOUT_PEOPLE = frozenset({"posts", "records", CHILDREN})
CLASSES = (FieldClass.F1, FieldClass.F2, FieldClass.F3, FieldClass.F4, FieldClass.F5, FieldClass.F6)


def body_bytes(context: Any) -> int:
    """How large a body may be: that of a file only for those who may load one."""
    may = isinstance(context, Context) and any(map(context.may, set(MAY_LOAD.values())))
    return FILE_BYTES * 4 // 3 + REST_BYTES if may else 0


@strawberry.input
class FileInput:
    """xlsx, CSV or TOML, as `tongxin load` takes them."""

    name: str
    content: str


@strawberry.input
class ColumnInput:
    """What the person says of a heading."""

    heading: str
    column: str | None = strawberry.field(default=None)


LoadResult = Annotated[LoadReport | JobRow, strawberry.union("LoadResult")]


def _content(file: FileInput) -> bytes:
    if len(file.content) > FILE_BYTES * 4 // 3 + 4:
        size = FILE_BYTES // 2**20
        raise errors.BadFile("file", "file.too_large", FileProblem.TOO_LARGE, most=size)
    try:
        return base64.b64decode(file.content.encode(), validate=True)
    except (binascii.Error, UnicodeError):
        raise errors.BadFile("file", "file.not_base64", FileProblem.DAMAGED) from None


def _mapping(columns: Sequence[ColumnInput]) -> dict[str, str]:
    said = {c.heading: c.column or "" for c in columns}
    used = [key for key in said.values() if key]
    if len(said) < len(columns) or len(set(used)) < len(used):
        raise errors.BadInput("columns", "load.column_twice")
    return said


@strawberry.type
class LoadingQuery:
    """What may be loaded."""

    @strawberry.field
    async def load_topics(self, info: strawberry.Info[Context, None]) -> list[LoadTopic] | None:
        """Empty for those who may load nothing."""
        c = info.context
        every = c.loader.topics() if c.loader else ()
        return [LoadTopic.of(t) for t in every if c.may(MAY_LOAD[t.code])]


@strawberry.type
class LoadingMutation:
    """Load a file."""

    @strawberry.mutation
    async def load_file(
        self, info: strawberry.Info[Context, None], topic: str, file: FileInput,
        columns: list[ColumnInput] | None = None, preview: bool = True,
    ) -> LoadResult | None:  # fmt: skip
        """Within the areas of the account; whole in one transaction, rows that are refused left out.

        What takes over a second is a job; cancelled before the transaction ends, it writes nothing.
        """
        c = info.context
        c.require(MAY_LOAD.get(topic, Action.LOAD_NETWORK))
        if topic not in MAY_LOAD:
            raise errors.BadInput("topic", "input.not_allowed", allowed=list(MAY_LOAD))
        if c.loader is None:
            raise errors.BadInput("topic", "load.not_here")
        if topic == CHILDREN and (c.vault is None or c.audit is None):
            raise errors.BadInput("topic", "settings.no_key_store")
        handed = model.Handed(file.name[:LONGEST], _content(file), _mapping(columns or ()))
        found = await jobs.run(c, "loadFile", partial(_load, c, c.loader, topic, handed, preview=preview))
        return JobRow.of(found) if isinstance(found, Job) else LoadReport.kept(found)


async def _load(
    c: Context, loader: Loader, topic: str, file: model.Handed, course: Course, *, preview: bool
) -> dict[str, Any]:
    """The report; what is kept of a job holds no row that is about people."""
    desk = model.Desk(c.graph, c.network, c.actor, c.book, c.vault, today(), _told(c), course)
    report = LoadReport.of(await loader.load(desk, topic, file, preview=preview))
    if course.watched and topic in ABOUT_PEOPLE:
        report.sample = []
    return asdict(report)


def _told(c: Context) -> model.Told:
    """Every dossier that a file brings is written down before it is written."""

    def told(keys: Sequence[str]) -> None:
        if c.audit is not None:
            c.audit.record_all(c.actor, "loadFile", keys, "个案档案载入", CLASSES, DateTime.now(SHANGHAI))

    return told
