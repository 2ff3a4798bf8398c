"""Files handed to the service: what may be loaded, previewed first, then written whole or not at all (页面载入)."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from importlib.resources import files
from itertools import islice

from graph_model.jobs.loading import ColumnForm, Desk, Handed, Heading, Reject, Report, Sample, Template, TopicForm
from knowledge.errors import BadInput
from knowledge.vocabulary import FileProblem
from loaders.directory.contracts import TOPICS
from loaders.loading import rows as upload_rows
from loaders.loading.outcome import Outcome
from loaders.obligations import evidence as obligations
from loaders.persons import dossiers as people
from loaders.tables import headings
from loaders.tables.readings import bad
from loaders.tables.tables import Column, Rejected, Row, read_table

TEMPLATES = files("loaders") / "templates"
SHOWN, SAMPLE = 200, 5
"""Rejects that are told, rows that are shown."""
CHILDREN, RECORDS = "children", "records"
SAID = {
    "areas": ("区划", "一个区划"),
    "bodies": ("机构", "一个具体单位"),
    "points": ("服务点", "一个服务点"),
    "schools": ("学校", "一所学校或一个校区"),
    "posts": ("岗位", "一个岗位；姓名空着是空缺"),
    "population": ("未成年人数", "一地的未成年人数"),
    "segments": ("门牌路段", "一段门牌，或一街的官方地段原文"),
    RECORDS: ("台账", "一条证据；没有发生日期的只登记对象"),
    CHILDREN: ("儿童个案档案", "一名儿童；编号用单位自己的，不写姓名和证件号"),
}
FORMS: Mapping[str, tuple[Sequence[Column], ...]] = {
    **{topic: tuple(f.columns for f in forms) for topic, forms in TOPICS.items()},
    RECORDS: (obligations.COLUMNS,),
    CHILDREN: (people.COLUMNS,),
}
FILES = {"segments": ("segments.csv", "segments_official.csv")}


class Uploads:
    """What the service composes: topics with their forms, and the dealing with one file."""

    def topics(self) -> tuple[TopicForm, ...]:
        """All of them, in the order in which they are loaded."""
        return tuple(_topic(code) for code in SAID)

    async def load(self, desk: Desk, topic: str, file: Handed, *, preview: bool) -> Report:
        """Preview a file, or load it; the same file again changes nothing.

        Raises:
            BadFile: the file cannot be used as a whole; nothing was written.
            BadInput: a heading is given a column that the topic does not have.
            GraphUnavailable: the database cannot be used; nothing was written.
        """
        forms = FORMS[topic]
        keys = {c.key for form in forms for c in form}
        if not set(file.columns.values()) <= keys | {""}:
            raise BadInput("columns", "load.no_such_column")
        found = await asyncio.to_thread(headings.header, file, forms, secret=topic == CHILDREN)
        missing = tuple(_column(c) for c in found.missing)
        if missing and preview:
            return Report(topic, found.headings, missing)
        if missing:
            said = "、".join(c.name for c in missing)
            raise bad("load.columns_missing", FileProblem.HEADINGS, columns=said)
        outcome = await _worked(desk, topic, file, preview=preview)
        sample = () if topic == CHILDREN else await asyncio.to_thread(_sample, file, forms, found.headings)
        rejects = tuple(_reject(r, forms[found.form]) for r in sorted(outcome.rejected, key=lambda r: r.line))
        return Report(
            topic, found.headings, (), outcome.read, outcome.written, outcome.unchanged, outcome.repeated, rejects,
            sample, done=not preview,
        )  # fmt: skip


async def _worked(desk: Desk, topic: str, file: Handed, *, preview: bool) -> Outcome:
    work = {CHILDREN: upload_rows.dossiers, RECORDS: upload_rows.evidence}.get(topic)
    if work is not None:
        return await work(desk, file, preview=preview)
    return await upload_rows.network_rows(desk, topic, file, preview=preview)


def _column(c: Column) -> ColumnForm:
    return ColumnForm(c.key, c.names[0] if c.names else c.key, c.required)


def _topic(code: str) -> TopicForm:
    name, row = SAID[code]
    columns = {c.key: _column(c) for form in FORMS[code] for c in form}
    names = FILES.get(code, (f"{code}.csv",))
    templates = tuple(Template(n, (TEMPLATES / n).read_bytes()) for n in names)
    return TopicForm(code, name, row, tuple(columns.values()), templates)


def _sample(file: Handed, forms: Sequence[Sequence[Column]], found: Sequence[Heading]) -> tuple[Sample, ...]:
    shown = islice((r for r in read_table(file, *forms).rows if isinstance(r, Row)), SAMPLE)
    return tuple(Sample(r.line, tuple(r.cells.get(h.column or "", "") for h in found if h.column)) for r in shown)


def _reject(r: Rejected, form: Sequence[Column]) -> Reject:
    """The column is the one that the reason names first, by its key."""
    said = r.reason.split(" / ")[0]
    hits = ((m.start(), c) for c in form if (m := re.search(rf"(?<![a-z_]){c.key}(?![a-z_])", said)))
    first = min(hits, key=lambda h: h[0], default=None)
    if first is None:
        return Reject(r.line, None, r.reason, "改正这一行，再载入一次 / correct the row and load again")
    name = _column(first[1]).name
    return Reject(r.line, name, r.reason, f"改正“{name}”，再载入一次 / correct “{first[1].key}” and load again")
