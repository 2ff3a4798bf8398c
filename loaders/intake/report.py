"""The report of a load, for the shell (载入报告)."""

from collections.abc import Iterator

from graph_model.jobs.loading import Report
from knowledge.messages.message import Message, message
from loaders.intake.contract import Topic

SHOWN = 20
"""Rejected rows that are listed."""


def lines(report: Report, topic: Topic) -> Iterator[Message]:
    """The report as messages, one per line: counts, headings, the first 20 rejected rows."""
    yield message(
        f"report.counts_{topic.unit}",
        topic=message(f"topic.{topic.code}"),
        read=report.read,
        written=report.written,
        unchanged=report.unchanged,
        repeated=report.repeated,
        rejected=len(report.rejected),
    )
    if report.missing:
        yield message("report.missing", columns=tuple(c.name for c in report.missing))
    if report.preview:
        yield message("report.preview")
    if report.unused:
        yield message("report.unused", columns=report.unused)
    labels = {c.key: c.label for form in topic.forms for c in form}
    for r in report.rejected[:SHOWN]:
        place = message(f"report.{topic.unit}", line=r.line)
        if r.column is None:
            yield message("report.rejected", place=place, reason=r.reason)
        else:
            name = f"{labels[r.column]} {r.column}" if r.column in labels else r.column
            yield message("report.rejected_column", place=place, column=name, reason=r.reason)
    if (more := len(report.rejected) - SHOWN) > 0:
        yield message("report.more", count=more)


def text(report: Report, topic: Topic) -> str:
    """The report in the current language."""
    return "\n".join(map(str, lines(report, topic)))
