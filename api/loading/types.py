"""Types of loadTopics and loadFile: topics, columns, the report (载入文件的答复)."""

import base64
from typing import Any, cast

import strawberry
from strawberry.scalars import JSON

from api.jobs.types import RESULTS, JobResult
from graph_model.jobs import loading as model
from knowledge.errors import plain

LONGEST = 200
"""Most rejected rows that are listed."""


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
    secret: bool = strawberry.field(
        description="涉及儿童：不显示也不重复任何单元格 / about children: no cell is shown or repeated"
    )

    @classmethod
    def of(cls, t: model.TopicForm) -> "LoadTopic":
        """From the form."""
        return cls(
            code=t.code, name=str(t.name), row=str(t.row), columns=[LoadColumn.of(c) for c in t.columns],
            templates=[LoadTemplate(name=x.name, content=base64.b64encode(x.content).decode()) for x in t.templates],
            secret=t.secret,
        )  # fmt: skip


@strawberry.type(description="文件的一个表头 / a heading of the file")
class LoadHeading:
    """Which column it is read as, or is like."""

    heading: str
    column: str | None = strawberry.field(description="读作哪一列；空为不用 / read as; null: not used")
    suggested: str | None = strawberry.field(description="像哪一列 / the column that it is like")


@strawberry.type(description="没有载入的一行或一部分；不重复其内容 / what is not loaded; its values are not repeated")
class LoadReject:
    """Row and column, the reason as a code and as a sentence."""

    row: int = strawberry.field(description="文件的行号 / line of the file")
    column: str | None = strawberry.field(description="列的键；空为整行 / key of the column; null: the whole row")
    reason: str = strawberry.field(description="句子的代码 / the code of the sentence")
    message: str = strawberry.field(description="哪里不对、怎么办 / what is wrong and what to do")
    params: JSON = strawberry.field(description="句子的参数 / the parameters of the sentence")

    @classmethod
    def of(cls, r: model.Rejected) -> "LoadReject":
        """From the loader's report."""
        return cls(
            row=r.line,
            column=r.column,
            reason=r.reason.code,
            message=str(r.reason),
            params=cast("Any", plain(r.reason.params)),
        )


@strawberry.type(description="读出的一行 / a row as it is read")
class LoadSample:
    """Cells in the order of the headings that are used."""

    row: int
    cells: list[str]


@strawberry.type(description="载入结果，或预览 / what became of a file, or would become of it")
class LoadReport(JobResult):
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
            kind="loadFile", topic=r.topic, preview=r.preview,
            columns=[LoadHeading(heading=h.heading, column=h.column, suggested=h.suggested) for h in r.headings],
            missing=[LoadColumn.of(c) for c in r.missing], read=r.read, written=r.written, unchanged=r.unchanged,
            repeated=r.repeated, rejected=len(r.rejected),
            rejects=[LoadReject.of(x) for x in r.rejected[:LONGEST]],
            sample=[LoadSample(row=s.line, cells=list(s.cells)) for s in r.sample],
        )  # fmt: skip

    @classmethod
    def kept(cls, raw: dict[str, Any]) -> "LoadReport":
        """From plain values."""
        parts = {"columns": LoadHeading, "missing": LoadColumn, "rejects": LoadReject, "sample": LoadSample}
        return cls(**{**raw, **{name: [kind(**row) for row in raw[name]] for name, kind in parts.items()}})


RESULTS["loadFile"] = LoadReport.kept
