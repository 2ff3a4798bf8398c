"""loadTopics and loadFile: a file previewed with its columns and rejects, then loaded whole (载入文件)."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from datetime import datetime as DateTime  # noqa: N812  # GraphQL's word for the scalar
from typing import Annotated, Any

import strawberry

from api.context import Context, today
from api.errors import BadInput, FileRefused
from api.obligations import WRITERS
from graph_model import loading as model
from knowledge import errors
from knowledge.deadlines import SHANGHAI
from knowledge.vocabulary import ActorRole, FieldClass, FileProblem

FILE_BYTES = 4 * 2**20
"""Of a file as it is handed in; a larger one is loaded from the shell."""
REST_BYTES = 200_000
"""Of a body beside the file: document, headings."""
LONGEST = 200
CHILDREN = "children"
CENTRE = frozenset({ActorRole.CENTRE})
MAY_LOAD: Mapping[str, frozenset[ActorRole]] = {
    **dict.fromkeys(("areas", "bodies", "points", "schools", "posts", "population", "segments"), CENTRE),
    "records": WRITERS,
    CHILDREN: CENTRE,
}
"""Who may load a topic; where, the areas of the account say."""
CLASSES = (FieldClass.F1, FieldClass.F2, FieldClass.F3, FieldClass.F4, FieldClass.F5, FieldClass.F6)


def body_bytes(context: Any) -> int:
    """How large a body may be: that of a file only for those who may load one."""
    may = isinstance(context, Context) and any(context.actor.role in roles for roles in MAY_LOAD.values())
    return FILE_BYTES * 4 // 3 + REST_BYTES if may else 0


@strawberry.input(description="一个文件 / a file")
class FileInput:
    """xlsx, CSV or TOML, as `tongxin load` takes them."""

    name: str
    content: str = strawberry.field(description="内容，base64 / the content in base64")


@strawberry.input(description="表头对应 / which column a heading is")
class ColumnInput:
    """What the person says of a heading."""

    heading: str
    column: str | None = strawberry.field(default=None, description="列；空为不用 / a column, null to leave it out")


@strawberry.type(description="一列 / a column that a file may have")
class LoadColumn:
    """Its key, and its heading in Chinese."""

    key: str
    name: str
    required: bool

    @classmethod
    def of(cls, c: model.ColumnForm) -> "LoadColumn":
        """From the form."""
        return cls(key=c.key, name=c.name, required=c.required)


@strawberry.type(description="模板 / a file to fill in")
class LoadTemplate:
    """With its headings and an example row."""

    name: str
    content: str = strawberry.field(description="CSV，base64 / CSV in base64")


@strawberry.type(description="可以载入的主题 / what you may load")
class LoadTopic:
    """What a row is, which columns it may have, a template."""

    code: str
    name: str
    row: str = strawberry.field(description="一行是什么 / what one row is")
    columns: list[LoadColumn]
    templates: list[LoadTemplate]

    @classmethod
    def of(cls, t: model.TopicForm) -> "LoadTopic":
        """From the form."""
        return cls(
            code=t.code, name=t.name, row=t.row, columns=[LoadColumn.of(c) for c in t.columns],
            templates=[LoadTemplate(name=x.name, content=base64.b64encode(x.content).decode()) for x in t.templates],
        )  # fmt: skip


@strawberry.type(description="文件的一个表头 / a heading of the file")
class LoadHeading:
    """Which column it is read as, or is like."""

    heading: str
    column: str | None = strawberry.field(description="读作哪一列；空为不用 / read as; null: not used")
    suggested: str | None = strawberry.field(description="像哪一列 / the column that it is like")


@strawberry.type(description="没有载入的一行或一部分；不重复其内容 / what is not loaded; its values are not repeated")
class LoadReject:
    """Row, column, what is wrong and what to do."""

    row: int
    column: str | None
    problem: str
    do: str


@strawberry.type(description="读出的一行 / a row as it is read")
class LoadSample:
    """Cells in the order of the headings that are used."""

    row: int
    cells: list[str]


@strawberry.type(description="载入结果，或预览 / what became of a file, or would become of it")
class LoadReport:
    """Rows, each counted once."""

    topic: str
    preview: bool
    columns: list[LoadHeading] = strawberry.field(description="文件的表头 / the headings of the file")
    missing: list[LoadColumn] = strawberry.field(
        description="缺少的必填列；有缺就没有读 / required columns that are missing: nothing was read"
    )
    read: int = strawberry.field(description="读出的行 / rows read")
    written: int = strawberry.field(description="写入的行，预览时为将写入 / rows written, or that would be")
    unchanged: int = strawberry.field(description="已经在册、没有改动的行 / rows that stand already")
    repeated: int = strawberry.field(description="文件内重复的 / repetitions within the file")
    rejected: int = strawberry.field(description="没有载入的处数 / rejects in all")
    rejects: list[LoadReject] = strawberry.field(description="前200处 / the first 200")
    sample: list[LoadSample] = strawberry.field(description="前5行；儿童档案没有 / first 5 rows; none of children")

    @classmethod
    def of(cls, r: model.Report) -> "LoadReport":
        """From the loader's report."""
        return cls(
            topic=r.topic, preview=not r.done,
            columns=[LoadHeading(heading=h.heading, column=h.column, suggested=h.suggested) for h in r.headings],
            missing=[LoadColumn.of(c) for c in r.missing], read=r.read, written=r.written, unchanged=r.unchanged,
            repeated=r.repeated, rejected=len(r.rejects),
            rejects=[
                LoadReject(row=x.row, column=x.column, problem=x.problem, do=x.do) for x in r.rejects[:LONGEST]
            ],
            sample=[LoadSample(row=s.row, cells=list(s.cells)) for s in r.sample],
        )  # fmt: skip


LoadResult = Annotated[
    LoadReport | FileRefused | BadInput, strawberry.union("LoadResult", description="结果，或拒绝 / report or refusal")
]


def _content(file: FileInput) -> bytes:
    if len(file.content) > FILE_BYTES * 4 // 3 + 4:
        size = FILE_BYTES // 2**20
        do = "拆成几个文件，或请管理员用 tongxin load / split it, or use tongxin load"
        raise errors.BadFile("file", f"文件超过{size}MB / over {size} MB", do, FileProblem.TOO_LARGE)
    try:
        return base64.b64decode(file.content.encode(), validate=True)
    except (binascii.Error, UnicodeError):
        do = "重新选择文件 / choose the file again"
        raise errors.BadFile("file", "内容不是 base64 / not base64", do, FileProblem.DAMAGED) from None


def _mapping(columns: Sequence[ColumnInput]) -> dict[str, str]:
    said = {c.heading: c.column or "" for c in columns}
    used = [key for key in said.values() if key]
    if len(said) < len(columns) or len(set(used)) < len(used):
        raise errors.BadInput("columns", "twice", "一列只对应一个表头 / one heading a column")
    return said


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
        return [LoadTopic.of(t) for t in every if c.actor.role in MAY_LOAD[t.code]]


@strawberry.type
class LoadingMutation:
    """Load a file."""

    @strawberry.mutation(description="先预览，再载入；再载入一次什么也不改变 / preview, then load; twice is once")
    async def load_file(
        self, info: strawberry.Info[Context, None], topic: str, file: FileInput,
        columns: list[ColumnInput] | None = None, preview: bool = True,
    ) -> LoadResult:  # fmt: skip
        """Within the areas of the account; whole in one transaction, rows that are refused left out."""
        c = info.context
        if c.actor.role not in MAY_LOAD.get(topic, CENTRE):
            raise errors.Forbidden("loadFile")
        if topic not in MAY_LOAD:
            raise errors.BadInput("topic", "no such topic", "、".join(MAY_LOAD))
        if c.loader is None:
            raise errors.BadInput("topic", "nothing is loaded here", "用 tongxin load / use tongxin load")
        if topic == CHILDREN and (c.vault is None or c.audit is None):
            raise errors.BadInput("topic", "no key store", "配置 TONGXIN_KEYS / configure TONGXIN_KEYS")
        handed = model.Handed(file.name[:LONGEST], _content(file), _mapping(columns or ()))
        desk = model.Desk(c.graph, c.network, c.actor, c.book, c.vault, today(), _told(c))
        return LoadReport.of(await c.loader.load(desk, topic, handed, preview=preview))


def _told(c: Context) -> model.Told:
    """Every dossier that a file brings is written down before it is written."""

    def told(keys: Sequence[str]) -> None:
        if c.audit is not None:
            c.audit.record_all(c.actor, "loadFile", keys, "个案档案载入", CLASSES, DateTime.now(SHANGHAI))

    return told
