"""What may be loaded, and what became of a file (载入文件的答复)."""

import base64
from typing import Any

import strawberry

from api.jobs.types import RESULTS, JobResult
from graph_model.jobs import loading as model

LONGEST = 200
"""Rejects that are told one by one."""


@strawberry.type
class LoadColumn:
    """Its key, and its heading in Chinese."""

    key: str
    name: str
    required: bool

    @classmethod
    def of(cls, c: model.ColumnForm) -> "LoadColumn":
        """From the form."""
        return cls(key=c.key, name=c.name, required=c.required)


@strawberry.type
class LoadTemplate:
    """With its headings and an example row."""

    name: str
    content: str


@strawberry.type
class LoadTopic:
    """What a row is, which columns it may have, a template."""

    code: str
    name: str
    row: str
    columns: list[LoadColumn]
    templates: list[LoadTemplate]

    @classmethod
    def of(cls, t: model.TopicForm) -> "LoadTopic":
        """From the form."""
        return cls(
            code=t.code, name=t.name, row=t.row, columns=[LoadColumn.of(c) for c in t.columns],
            templates=[LoadTemplate(name=x.name, content=base64.b64encode(x.content).decode()) for x in t.templates],
        )  # fmt: skip


@strawberry.type
class LoadHeading:
    """Which column it is read as, or is like."""

    heading: str
    column: str | None
    suggested: str | None


@strawberry.type
class LoadReject:
    """Row, column, what is wrong and what to do."""

    row: int
    column: str | None
    problem: str
    do: str


@strawberry.type
class LoadSample:
    """Cells in the order of the headings that are used."""

    row: int
    cells: list[str]


@strawberry.type
class LoadReport(JobResult):
    """Rows, each counted once."""

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
