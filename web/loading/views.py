"""The page of a file: its progress, or its report with every cell that was not taken (载入的页面)."""

from typing import Any

from starlette.responses import Response

from web.frame.pages import Visit
from web.loading.uploads import WaitingFile
from web.parts.asking import Row
from web.parts.words import say, series

Topics = dict[str, Row]
STAGES = {"READING": "loading.reading", "CHECKING": "loading.checking", "WRITING": "loading.writing"}
LOOK = 2
"""Seconds after which a page in progress polls again."""


def file_page(v: Visit, upload: WaitingFile, topic: Row) -> Response:
    """The state of a file."""
    content: dict[str, Any] = {"u": upload, "topic": topic, "look": LOOK if upload.running else 0}
    if upload.running:
        return v.page("loading/running.html", {**content, "progress": _progress(upload)})
    report = upload.report
    content["mapping"] = _mapping(upload, report) if report else {"open": [], "known": []}
    content["columns"] = [
        (c["code"], say("loading.column_must", name=c["name"]) if c["required"] else c["name"])
        for c in topic["columns"]
    ]
    content["summary"] = _summary(report) if report and not report["missing"] else ""
    content["missing"] = _names(report["missing"]) if report else ""
    content["rejects"] = _rejects(report, topic) if report else []
    content["sample"] = _sample(report, topic) if report else None
    return v.page("loading/file.html", content)


def _progress(upload: WaitingFile) -> str:
    if upload.stopping:
        return say("loading.stopping")
    at = upload.far
    if at is None:
        return say("loading.running")
    if at["total"] is None:
        return say("loading.counted", done=f"{at['done']:,}")
    return say(STAGES[at["stage"]], done=f"{at['done']:,}", total=f"{at['total']:,}")


def _names(columns: list[Row]) -> str:
    return series(c["name"] for c in columns)


def _summary(r: Row) -> str:
    """Return the counts that would be, or were, written."""
    counts = [
        say("loading.would" if r["preview"] else "loading.written", count=r["written"]),
        say("loading.read", count=r["read"]),
        say("loading.unchanged", count=r["unchanged"]) if r["unchanged"] else "",
        say("loading.repeated", count=r["repeated"]) if r["repeated"] else "",
        say("loading.rejected", count=r["rejected"]) if r["rejected"] else "",
    ]
    counts = [text for text in counts if text]
    return say("frame.stop").join(counts)


def _mapping(upload: WaitingFile, r: Row) -> dict[str, list[Row]]:
    """The headings that are read as no column, and those that are; each with the column to offer."""
    rows = [
        {
            "n": n,
            "heading": h["heading"],
            "column": upload.columns.get(h["heading"], h["column"] or h["suggested"] or ""),
            "suggested": bool(h["suggested"]) and not h["column"],
            "open": h["column"] is None and h["heading"] not in upload.columns,
        }
        for n, h in enumerate(r["columns"])
    ]
    return {"open": [h for h in rows if h["open"]], "known": [h for h in rows if not h["open"]]}


def _headings(topic: Row) -> dict[str, str]:
    return {c["code"]: c["name"] for c in topic["columns"]}


def _rejects(r: Row, topic: Row) -> list[tuple[int, str, str]]:
    names = _headings(topic)
    return [(x["row"], names.get(x["column"], say("loading.whole_row")), x["message"]) for x in r["rejects"]]


def _sample(r: Row, topic: Row) -> tuple[list[str], list[tuple[int, list[str]]]] | None:
    if not r["sample"]:
        return None
    names = _headings(topic)
    return [names[h["column"]] for h in r["columns"] if h["column"]], [(s["row"], s["cells"]) for s in r["sample"]]
