"""The report as a page for printing and as a DOCX for editing (页面与文稿)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from docx import Document
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from analytics.coverage.conformance import ConformanceFinding
from analytics.coverage.layout import LIVE, name_of
from analytics.coverage.week import Regime
from analytics.obligations.fulfilment import GoalFulfilment
from cli.report import charts
from cli.report.facts import ReportFacts
from cli.report.wording import columns, hours, moments, say, share
from knowledge.coverage.checks import Check
from knowledge.messages.message import language, listed, message, tag
from knowledge.obligations.standing import GRAVEST

NAMES = 12
"""Names listed in a cell; the tables list all."""


@dataclass(frozen=True, slots=True)
class FindingGroups:
    """The findings of one severity, grouped by check."""

    groups: list[tuple[Check, str]]
    count: int

    def __len__(self) -> int:
        """The number of findings."""
        return self.count


def by_severity(findings: tuple[ConformanceFinding, ...]) -> list[tuple[str, FindingGroups]]:
    """Findings by severity, the gravest first, and by check."""
    groups_by_severity = []
    for severity in GRAVEST:
        same = [x for x in findings if x.severity is severity]
        if same:
            checks = dict.fromkeys(x.check.code for x in same)
            groups = [_group([x for x in same if x.check.code == code]) for code in checks]
            groups_by_severity.append((severity.label, FindingGroups(groups, len(same))))
    return groups_by_severity


def evenings(f: ReportFacts) -> Iterator[str]:
    """Sentences on what longer opening of existing points would achieve."""
    for e in f.evenings:
        proof = message("coverage_report.proven" if e.proven else "coverage_report.not_proven")
        gain = {"need": e.need, "count": len(e.points), "covered": e.covered, "communities": e.communities}
        points = _first([p.name for p in e.points], "coverage_report.more_places")
        yield str(message("coverage_report.evening", **gain, proof=proof, points=points))


def _group(findings: list[ConformanceFinding]) -> tuple[Check, str]:
    return findings[0].check, _first([x.name for x in findings], "coverage_report.more_items")


def _first(names: Sequence[str], more: str) -> str:
    """Names in a row; of many the first, with how many there are."""
    return str(message(more, names=names[:NAMES], count=len(names))) if len(names) > NAMES else listed(names)


def conclusions(f: ReportFacts) -> Iterator[str]:
    """The most important results."""
    for severity in GRAVEST[:2]:
        count = f.severities.get(severity, 0)
        code = "coverage_report.gaps" if count else "coverage_report.no_gaps"
        yield str(message(code, severity=severity.label, count=count))
    evening = [x for x in f.needs if x.served[1] == 0]
    if evening:
        names = "".join(say("coverage_report.quoted", name=x.name) for x in evening)
        yield str(message("coverage_report.no_evening", count=len(evening), names=names))
    if f.losses:
        worst = f.losses[0]
        name = f.layout.network.points[worst.point].name
        lost = {"communities": len(worst.areas), "needs": len(worst.codes)}
        yield str(message("coverage_report.worst", point=name, **lost))


def _owner(f: ReportFacts, check: Check) -> str:
    """Return the kind of body that mends it; or the sentence that no text names one."""
    kind = f.book.kinds.get(check.owner or "")
    return kind.name if kind else say("coverage_report.no_owner")


def _needs(f: ReportFacts, codes: Iterable[str]) -> str:
    """Return the names of needs, which may contain commas themselves, in quotation marks."""
    return "".join(say("coverage_report.quoted", name=name_of(f.book, c)) for c in codes)


def _goal_rows(f: ReportFacts) -> list[tuple[str, float, str]]:
    return [(g.goal.label, g.rate.low or 0.0, _rate(g)) for g in f.goals]


def _rate(g: GoalFulfilment) -> str:
    if not g.rate.denominator:
        return say("coverage_report.no_objects")
    return f"{g.rate.numerator}/{g.rate.denominator}"


def html(f: ReportFacts) -> str:
    """The report as one self-contained page."""
    engine = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined)
    heat = charts.heat([(x.name, x.served, x.unsure) for x in f.needs], moments())
    goals = charts.bars(_goal_rows(f), str(message("coverage_report.chart_goals")))
    return engine.get_template("page.html").render(
        f=f,
        say=say,
        language=tag(language()),
        columns=columns,
        hours=hours,
        needs=partial(_needs, f),
        owner=partial(_owner, f),
        numbers=say("coverage_report.numbers"),
        regimes=tuple(r.label for r in Regime),
        conclusions=list(conclusions(f)),
        evenings=list(evenings(f)),
        findings=by_severity(f.findings),
        heat=Markup(heat),  # noqa: S704  # our own chart; all texts in it are escaped
        goals=Markup(goals),  # noqa: S704  # as above
    )


def docx(f: ReportFacts, path: Path) -> None:
    """The same contents for editing, with tables instead of charts."""
    doc = Document()
    doc.add_heading(say("coverage_report.title", area=f.area.name), 0)
    doc.add_paragraph(say("coverage_report.scope", day=f.on, communities=f.communities, minors=f.minors))
    if f.layout.name != LIVE:
        doc.add_paragraph(say("coverage_report.of_draft", name=f.layout.name))
    if f.synthetic:
        doc.add_paragraph(say("coverage_report.synthetic"))
    doc.add_paragraph(say("coverage_report.draft"))
    numbers = iter(say("coverage_report.numbers"))
    doc.add_heading(_numbered(numbers, "coverage_report.h_conclusions"), 1)
    for line in conclusions(f):
        doc.add_paragraph(line, style="List Bullet")
    doc.add_heading(_numbered(numbers, "coverage_report.h_findings"), 1)
    for severity, rows in by_severity(f.findings):
        doc.add_heading(say("coverage_report.severity", severity=severity, count=len(rows)), 2)
        _table(
            doc,
            columns("gap", "object", "mend", "owner"),
            [(c.label, names, c.remedy, _owner(f, c)) for c, names in rows.groups],
        )
    doc.add_heading(_numbered(numbers, "coverage_report.h_reach"), 1)
    _table(doc, (*columns("need"), *moments()), [(x.name, *map(share, x.served, x.unsure)) for x in f.needs])
    doc.add_heading(_numbered(numbers, "coverage_report.h_weak"), 1)
    points = f.layout.network.points
    lost = [(points[x.point].name, str(len(x.areas)), _needs(f, x.codes)) for x in f.losses]
    _table(doc, columns("point", "community", "need"), lost)
    doc.add_heading(_numbered(numbers, "coverage_report.h_goals"), 1)
    _table(doc, columns("goal", "done_of_due"), [(name, label) for name, _, label in _goal_rows(f)])
    doc.add_heading(_numbered(numbers, "coverage_report.h_next"), 1)
    for text in (*(action.text for _, action in f.actions), *evenings(f)):
        doc.add_paragraph(text, style="List Number")
    doc.save(str(path))


def _numbered(numbers: Iterator[str], title: str) -> str:
    return say("coverage_report.numbered", number=next(numbers), title=message(title))


def _table(doc: object, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    table = doc.add_table(rows=1, cols=len(header))  # type: ignore[attr-defined]  # python-docx's own object
    table.style = "Table Grid"
    for cell, text in zip(table.rows[0].cells, header, strict=True):
        cell.text = text
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
