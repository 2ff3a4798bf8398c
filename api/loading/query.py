"""loadTopics and loadFile: a file previewed with its columns and rejects, then loaded whole (载入文件)."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime as DateTime  # noqa: N812  # GraphQL's word for the scalar
from functools import partial
from typing import Annotated, Any

import strawberry

from api.common import Info
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
MAY_LOAD: Mapping[str, Action] = {"records": Action.FILE_RECORDS, "children": Action.LOAD_CHILDREN}
"""What one must be allowed to do to load a topic, else `LOAD_NETWORK`. Where: the areas of the account."""
CLASSES = (FieldClass.F1, FieldClass.F2, FieldClass.F3, FieldClass.F4, FieldClass.F5, FieldClass.F6)


def body_bytes(context: Any) -> int:
    """How large a body may be: that of a file only for those who may load one."""
    may = isinstance(context, Context) and any(map(context.may, (Action.LOAD_NETWORK, *MAY_LOAD.values())))
    return FILE_BYTES * 4 // 3 + REST_BYTES if may else 0


def action_for(topic: str) -> Action:
    """What one must be allowed to do to load a topic."""
    return MAY_LOAD.get(topic, Action.LOAD_NETWORK)


@strawberry.input
class FileInput:
    """xlsx, CSV or TOML, as `tongxin load` takes them."""

    name: str
    content: str


@strawberry.input
class ColumnInput:
    """The person's choice for a heading."""

    heading: str
    column: str | None = strawberry.field(default=None)


@strawberry.input
class LoadFileInput:
    """A file of one topic; a preview unless you say otherwise."""

    topic: str
    file: FileInput
    columns: list[ColumnInput] | None = None
    preview: bool = True


LoadResult = Annotated[LoadReport | JobRow, strawberry.union("LoadResult")]


@strawberry.type
class LoadFilePayload:
    """The report, or the job where it takes longer than a second."""

    result: LoadResult


def _content(file: FileInput) -> bytes:
    if len(file.content) > FILE_BYTES * 4 // 3 + 4:
        size = FILE_BYTES // 2**20
        raise errors.BadFile("file", "file.too_large", FileProblem.TOO_LARGE, most=size)
    try:
        return base64.b64decode(file.content.encode(), validate=True)
    except (binascii.Error, UnicodeError):
        raise errors.BadFile("file", "file.not_base64", FileProblem.DAMAGED) from None


def _mapping(columns: Sequence[ColumnInput]) -> dict[str, str]:
    mapping = {c.heading: c.column or "" for c in columns}
    used = [key for key in mapping.values() if key]
    if len(mapping) < len(columns) or len(set(used)) < len(used):
        raise errors.BadInput("columns", "load.column_twice")
    return mapping


@strawberry.type
class LoadingQuery:
    """What may be loaded."""

    @strawberry.field
    async def load_topics(self, info: Info) -> list[LoadTopic] | None:
        """Empty for those who may load nothing."""
        c = info.context
        every = c.loader.topics() if c.loader else ()
        return [LoadTopic.of(t) for t in every if c.may(action_for(t.code))]


@strawberry.type
class LoadingMutation:
    """Load a file."""

    @strawberry.mutation
    async def load_file(
        self,
        info: Info,
        input: LoadFileInput,  # noqa: A002  # GraphQL's word
    ) -> LoadFilePayload | None:
        """Within the areas of the account; whole in one transaction, rows that are refused left out.

        What takes over a second is a job; cancelled before the transaction ends, it writes nothing.
        """
        c, topic = info.context, input.topic
        c.require(action_for(topic))
        if c.loader is None:
            raise errors.BadInput("topic", "load.not_here")
        forms = {t.code: t for t in c.loader.topics()}
        if topic not in forms:
            raise errors.BadInput("topic", "input.not_allowed", allowed=[t for t in forms if c.may(action_for(t))])
        if forms[topic].secret and (c.vault is None or c.audit is None):
            raise errors.BadInput("topic", "settings.no_key_store")
        source = model.SourceFile(input.file.name[:LONGEST], _content(input.file), _mapping(input.columns or ()))
        work = partial(_load, c, c.loader, forms[topic], source, preview=input.preview)
        found = await jobs.run(c, "loadFile", work)
        return LoadFilePayload(result=JobRow.of(found) if isinstance(found, Job) else LoadReport.kept(found))


async def _load(
    c: Context, loader: Loader, topic: model.TopicForm, file: model.SourceFile, course: Course, *, preview: bool
) -> dict[str, Any]:
    """The report as plain values; in a stored job it holds no row about people."""
    context = model.LoadContext(c.graph, c.network, c.actor, c.book, c.vault, today(), _audit(c), course)
    report = LoadReport.of(await loader.load(context, topic.code, file, preview=preview))
    if course.watched and topic.about_people:
        report.sample = []
    return asdict(report)


def _audit(c: Context) -> model.Audit:
    """Every dossier of a file is entered in the audit log before it is written."""

    def audit(keys: Sequence[str]) -> None:
        if c.audit is not None:
            c.audit.record_all(c.actor, "loadFile", keys, "个案档案载入", CLASSES, DateTime.now(SHANGHAI))

    return audit
