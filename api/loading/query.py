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
from api.obligations.query import WRITERS
from api.request.context import Context, today
from api.request.loader import Loader
from graph_model.jobs import loading as model
from graph_model.jobs.jobs import Course, Job
from knowledge import errors
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.vocabulary import ActorRole, FieldClass, FileProblem

FILE_BYTES = 4 * 2**20
"""Of a file as it is handed in; a larger one is loaded from the shell."""
REST_BYTES = 200_000
"""Of a body beside the file: document, headings."""
CENTRE = frozenset({ActorRole.CENTRE})
MAY_LOAD: Mapping[str, frozenset[ActorRole]] = {"records": WRITERS}
"""Roles that may load a topic; one that is not here is for the centre alone. Where: the areas of the account."""
CLASSES = (FieldClass.F1, FieldClass.F2, FieldClass.F3, FieldClass.F4, FieldClass.F5, FieldClass.F6)


def body_bytes(context: Any) -> int:
    """How large a body may be: that of a file only for those who may load one."""
    may = isinstance(context, Context) and context.actor.role in CENTRE.union(*MAY_LOAD.values())
    return FILE_BYTES * 4 // 3 + REST_BYTES if may else 0


def may_load(c: Context, topic: str) -> bool:
    """Whether the actor's role may load a topic."""
    return c.actor.role in MAY_LOAD.get(topic, CENTRE)


@strawberry.input(description="一个文件 / a file")
class FileInput:
    """xlsx, CSV or TOML, as `tongxin load` takes them."""

    name: str
    content: str = strawberry.field(description="内容，base64 / the content in base64")


@strawberry.input(description="表头对应 / which column a heading is")
class ColumnInput:
    """The person's choice for a heading."""

    heading: str
    column: str | None = strawberry.field(default=None, description="列；空为不用 / a column, null to leave it out")


LoadResult = Annotated[
    LoadReport | JobRow, strawberry.union("LoadResult", description="结果，或作业 / the report, or a job to poll")
]


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

    @strawberry.field(
        description="可以载入的主题、列和模板；无权的没有 / what you may load, with columns and templates"
    )
    async def load_topics(self, info: strawberry.Info[Context, None]) -> list[LoadTopic]:
        """Empty for those who may load nothing."""
        c = info.context
        every = c.loader.topics() if c.loader else ()
        return [LoadTopic.of(t) for t in every if may_load(c, t.code)]


@strawberry.type
class LoadingMutation:
    """Load a file."""

    @strawberry.mutation(description="先预览，再载入；再载入一次什么也不改变 / preview, then load; twice is once")
    async def load_file(
        self, info: strawberry.Info[Context, None], topic: str, file: FileInput,
        columns: list[ColumnInput] | None = None, preview: bool = True,
    ) -> LoadResult | None:  # fmt: skip
        """Within the areas of the account; whole in one transaction, rows that are refused left out.

        What takes over a second is a job; cancelled before the transaction ends, it writes nothing.
        """
        c = info.context
        if not may_load(c, topic):
            raise errors.Forbidden("loadFile")
        if c.loader is None:
            raise errors.BadInput("topic", "load.not_here")
        forms = {t.code: t for t in c.loader.topics()}
        if topic not in forms:
            raise errors.BadInput("topic", "input.not_allowed", allowed=[t for t in forms if may_load(c, t)])
        if forms[topic].secret and (c.vault is None or c.audit is None):
            raise errors.BadInput("topic", "settings.no_key_store")
        source = model.SourceFile(file.name[:LONGEST], _content(file), _mapping(columns or ()))
        work = partial(_load, c, c.loader, forms[topic], source, preview=preview)
        found = await jobs.run(c, "loadFile", work)
        return JobRow.of(found) if isinstance(found, Job) else LoadReport.kept(found)


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
