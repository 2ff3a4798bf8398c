"""What may be loaded, and what became of a file (载入文件的答复)."""

import base64
from typing import Any

import strawberry

from api.jobs.types import RESULTS, JobResult
from graph_model.jobs import loading as model

LONGEST = 200
"""Rejects that are told one by one."""


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
            kind="loadFile", topic=r.topic, preview=not r.done,
            columns=[LoadHeading(heading=h.heading, column=h.column, suggested=h.suggested) for h in r.headings],
            missing=[LoadColumn.of(c) for c in r.missing], read=r.read, written=r.written, unchanged=r.unchanged,
            repeated=r.repeated, rejected=len(r.rejects),
            rejects=[
                LoadReject(row=x.row, column=x.column, problem=x.problem, do=x.do) for x in r.rejects[:LONGEST]
            ],
            sample=[LoadSample(row=s.row, cells=list(s.cells)) for s in r.sample],
        )  # fmt: skip

    @classmethod
    def kept(cls, raw: dict[str, Any]) -> "LoadReport":
        """From plain values."""
        parts = {"columns": LoadHeading, "missing": LoadColumn, "rejects": LoadReject, "sample": LoadSample}
        return cls(**{**raw, **{name: [kind(**row) for row in raw[name]] for name, kind in parts.items()}})


RESULTS["loadFile"] = LoadReport.kept
