"""loadTopics and loadFile: preview a file with its columns and rejected rows, then load it (载入文件)."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import partial
from typing import Annotated, Any

import strawberry

from api.audit.trail import Trail
from api.common import Info
from api.jobs import runner as jobs
from api.jobs.types import JobRow
from api.loading.types import LONGEST, LoadReport, LoadTopic
from api.request.contents import decoded
from api.request.context import Context, today
from api.request.loader import Loader
from graph_model.jobs import loading as model
from graph_model.jobs.jobs import Course, Job
from knowledge import errors
from knowledge.access.policy import Action
from knowledge.casework.load import table
from knowledge.messages.message import message
from knowledge.papers.papers import papers
from knowledge.vocabulary import FieldClass, FileProblem

FILE_BYTES = 4 * 2**20
"""The largest uploaded file; larger ones are loaded from the command line."""
MAY_LOAD: Mapping[str, Action] = {
    "children": Action.LOAD_CHILDREN,
    "rosters": Action.KEEP_ROSTER,
    **dict.fromkeys(("records", "candidates", *(p.topic for p in papers() if p.topic)), Action.FILE_RECORDS),
}
"""The action needed to load a topic, by default `LOAD_NETWORK`; it is limited to the areas of the account."""
CLASSES = (FieldClass.F1, FieldClass.F2, FieldClass.F3, FieldClass.F4, FieldClass.F5, FieldClass.F6)


BATCH_BYTES = 2**20
"""Largest body with a batch of steps, or beside a file, in bytes."""
LARGEST_FILE = table().largest_file
"""The largest file at an item."""


def body_bytes(context: Any) -> int:
    """The largest body of a request: room for a file, or a batch of steps, only if the actor may send one."""
    if not isinstance(context, Context):
        return 0
    loads = FILE_BYTES if any(map(context.may, (Action.LOAD_NETWORK, *MAY_LOAD.values()))) else 0
    attaches = LARGEST_FILE if context.may(Action.DO_CASEWORK) else 0
    largest = max(loads, attaches)
    return largest * 4 // 3 + BATCH_BYTES if largest else 0


def action_for(topic: str) -> Action:
    """The action needed to load a topic."""
    return MAY_LOAD.get(topic, Action.LOAD_NETWORK)


@strawberry.input
class FileInput:
    """A file in xlsx, CSV or TOML, as for `tongxin load`."""

    name: str
    content: str


@strawberry.input
class ColumnInput:
    """The column that the user has chosen for a heading."""

    heading: str
    column: str | None = strawberry.field(default=None)


@strawberry.input
class LoadFileInput:
    """A file of one topic; by default only a preview."""

    topic: str
    file: FileInput
    columns: list[ColumnInput] | None = None
    preview: bool = True


LoadResult = Annotated[LoadReport | JobRow, strawberry.union("LoadResult")]


@strawberry.type
class LoadFilePayload:
    """The report, or a job if loading takes longer than a second."""

    result: LoadResult


def _content(file: FileInput) -> bytes:
    if len(file.content) > FILE_BYTES * 4 // 3 + 4:
        size = FILE_BYTES // 2**20
        raise errors.BadFile("file", "file.too_large", FileProblem.TOO_LARGE, most=size)
    content = decoded(file.content)
    if content is None:
        raise errors.BadFile("file", "file.not_base64", FileProblem.DAMAGED)
    return content


def _mapping(columns: Sequence[ColumnInput]) -> dict[str, str]:
    mapping = {c.heading: c.column or "" for c in columns}
    used = [key for key in mapping.values() if key]
    if len(mapping) < len(columns) or len(set(used)) < len(used):
        raise errors.BadInput("columns", "load.column_twice")
    return mapping


@strawberry.type
class LoadingQuery:
    """The topics that can be loaded."""

    @strawberry.field
    async def load_topics(self, info: Info) -> list[LoadTopic] | None:
        """The topics that the actor may load."""
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
        input: LoadFileInput,
    ) -> LoadFilePayload | None:
        """Load within the areas of the account, in one transaction without the rejected rows.

        Loading of more than a second becomes a job; cancelled before the transaction ends, it writes nothing.
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
        result = await jobs.run(c, "loadFile", work)
        return LoadFilePayload(result=JobRow.of(result) if isinstance(result, Job) else LoadReport.stored(result))


async def _load(
    c: Context, loader: Loader, topic: model.TopicForm, file: model.SourceFile, course: Course, *, preview: bool
) -> dict[str, Any]:
    """The report as JSON values; in a stored job it contains no rows about people."""
    context = model.LoadContext(c.graph, c.history, c.actor, c.book, c.vault, today(), _audit(c), course)
    report = LoadReport.of(await loader.load(context, topic.code, file, preview=preview))
    if course.watched and topic.about_people:
        report.sample = []
    return asdict(report)


def _audit(c: Context) -> model.Audit:
    """Writes each dossier of a file to the audit log before it is stored."""

    def audit(keys: Sequence[str]) -> None:
        if c.audit is not None:
            trail = Trail()
            trail.opened(keys, CLASSES, message("purpose.dossiers"))
            c.audit.put_now(trail.line(c.audit, c.actor, ("loadFile",), "begun"))

    return audit
