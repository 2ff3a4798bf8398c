"""GraphQL types of loadTopics and loadFile: topics, columns, the report (载入文件的答复)."""

import base64
from typing import Any, cast

import strawberry
from strawberry.scalars import JSON

from api.jobs.types import RESULTS, JobResult
from graph_model.jobs import loading as model
from knowledge.errors import plain

LONGEST = 200
"""The most rejected rows that are listed."""


@strawberry.type
class LoadColumn:
    """A column: its code and its Chinese heading."""

    code: str
    name: str
    required: bool

    @classmethod
    def of(cls, c: model.ColumnForm) -> "LoadColumn":
        """From the form."""
        return cls(code=c.key, name=c.name, required=c.required)


@strawberry.type
class LoadTemplate:
    """A template file with headings and an example row."""

    name: str
    content: str


@strawberry.type
class LoadTopic:
    """A topic that can be loaded: what a row is, its columns, its templates."""

    code: str
    name: str
    row: str
    columns: list[LoadColumn]
    templates: list[LoadTemplate]
    secret: bool

    @classmethod
    def of(cls, t: model.TopicForm) -> "LoadTopic":
        """From the form."""
        return cls(
            code=t.code,
            name=str(t.name),
            row=str(t.row),
            columns=[LoadColumn.of(c) for c in t.columns],
            templates=[LoadTemplate(name=x.name, content=base64.b64encode(x.content).decode()) for x in t.templates],
            secret=t.secret,
        )


@strawberry.type
class LoadHeading:
    """A heading of the file: the column that it is read as, or that it resembles."""

    heading: str
    column: str | None
    suggested: str | None


@strawberry.type
class LoadReject:
    """A rejected row: row, column, and the reason as code and sentence."""

    row: int
    column: str | None
    reason: str
    message: str
    params: JSON

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


@strawberry.type
class LoadSample:
    """A row of the file; its cells are in the order of the headings that are used."""

    row: int
    cells: list[str]


@strawberry.type
class LoadReport(JobResult):
    """The report of a load; each row counts once."""

    topic: str
    preview: bool
    columns: list[LoadHeading]
    missing: list[LoadColumn]
    read: int
    written: int
    unchanged: int
    repeated: int
    rejected: int
    rejects: list[LoadReject]
    sample: list[LoadSample]

    @classmethod
    def of(cls, r: model.Report) -> "LoadReport":
        """From the loader's report."""
        return cls(
            kind="loadFile",
            topic=r.topic,
            preview=r.preview,
            columns=[LoadHeading(heading=h.heading, column=h.column, suggested=h.suggested) for h in r.headings],
            missing=[LoadColumn.of(c) for c in r.missing],
            read=r.read,
            written=r.written,
            unchanged=r.unchanged,
            repeated=r.repeated,
            rejected=len(r.rejected),
            rejects=[LoadReject.of(x) for x in r.rejected[:LONGEST]],
            sample=[LoadSample(row=s.line, cells=list(s.cells)) for s in r.sample],
        )

    @classmethod
    def stored(cls, raw: dict[str, Any]) -> "LoadReport":
        """From JSON values."""
        parts = {"columns": LoadHeading, "missing": LoadColumn, "rejects": LoadReject, "sample": LoadSample}
        return cls(**{**raw, **{name: [kind(**row) for row in raw[name]] for name, kind in parts.items()}})


RESULTS["loadFile"] = LoadReport.stored
