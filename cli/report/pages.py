"""The report as a page for printing and as a DOCX for editing (页面与文稿)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from docx import Document
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from analytics.coverage.conformance import ConformanceFinding
from cli.report import charts
from cli.report.facts import MOMENTS, ReportFacts
from knowledge.coverage.checks import Check
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
            groups_by_severity.append((severity.zh, FindingGroups(groups, len(same))))
    return groups_by_severity


def evenings(f: ReportFacts) -> Iterator[str]:
    """Sentences on what longer opening of existing points would achieve."""
    for e in f.evenings:
        shown = "、".join(p.name for p in e.points[:NAMES]) + (f"等{len(e.points)}处" if len(e.points) > NAMES else "")
        proof = "最少，已证" if e.proven else "未证最少"
        least = f"至少{len(e.points)}处延长开放（{proof}）"
        yield f"“{e.need}”晚间要有去处：{least}，可及{e.covered}/{e.communities}个社区：{shown}"


def _group(findings: list[ConformanceFinding]) -> tuple[Check, str]:
    names = "、".join(x.name for x in findings[:NAMES])
    return findings[0].check, names + (f"等{len(findings)}项" if len(findings) > NAMES else "")


def conclusions(f: ReportFacts) -> Iterator[str]:
    """The most important results."""
    for severity in GRAVEST[:2]:
        if n := f.severities.get(severity, 0):
            yield f"{severity.zh}的缺口{n}项。"
        else:
            yield f"没有发现{severity.zh}的缺口。"
    evening = [x for x in f.needs if x.served[1] == 0]
    if evening:
        names = "、".join(x.name for x in evening)
        yield f"学期周三19时，{len(evening)}类需求没有登记为开放的服务点（机关、学校的办公时间没有登记）：{names}。"
    if f.losses:
        worst = f.losses[0]
        name = f.layout.network.points[worst.point].name
        yield f"失去“{name}”损失最大：{len(worst.areas)}个社区的{len(worst.codes)}类需求在某些时段再无去处。"


def _goal_rows(f: ReportFacts) -> list[tuple[str, float, str]]:
    return [
        (
            f"{g.goal.value} {g.goal.zh}",
            g.rate.low or 0.0,
            f"{g.rate.numerator}/{g.rate.denominator}" if g.rate.denominator else "没有可计的对象",
        )
        for g in f.goals
    ]


def html(f: ReportFacts) -> str:
    """The report as one self-contained page."""
    engine = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined)
    heat = charts.heat([(f"{x.code} {x.name}", x.served, x.unsure) for x in f.needs], [m[0] for m in MOMENTS])
    goals = charts.bars(_goal_rows(f), "方案十一项目标的落实")
    return engine.get_template("page.html").render(
        f=f,
        conclusions=list(conclusions(f)),
        evenings=list(evenings(f)),
        findings=by_severity(f.findings),
        heat=Markup(heat),  # noqa: S704  # our own chart; all texts in it are escaped
        goals=Markup(goals),  # noqa: S704  # as above
    )


def docx(f: ReportFacts, path: Path) -> None:
    """The same contents for editing, with tables instead of charts."""
    doc = Document()
    doc.add_heading(f"{f.area.name}未成年人保护三级网络覆盖情况", 0)
    doc.add_paragraph(f"统计日：{f.on}　范围：{f.communities}个社区，未成年人{f.minors}人")
    if f.synthetic:
        doc.add_paragraph("含演示数据：不得据以决策，勿拨打、勿前往")
    doc.add_paragraph("《行动方案》是征求意见稿，只作工作部署引用，不作执法依据；与法律不一致的，以法律为准。")
    doc.add_heading("一、结论", 1)
    for line in conclusions(f):
        doc.add_paragraph(line, style="List Bullet")
    doc.add_heading("二、结构缺口", 1)
    for severity, rows in by_severity(f.findings):
        doc.add_heading(f"{severity}（{len(rows)}项）", 2)
        _table(doc, ("缺口", "对象", "补法"), [(c.name, names, c.mend) for c, names in rows.groups])
    doc.add_heading("三、可及", 1)
    _table(doc, ("需求", *(m[0] for m in MOMENTS)), [(x.name, *(f"{s:.0%}" for s in x.served)) for x in f.needs])
    doc.add_heading("四、薄弱点", 1)
    points = f.layout.network.points
    lost = [(points[x.point].name, str(len(x.areas)), "、".join(x.codes)) for x in f.losses]
    _table(doc, ("服务点", "社区", "需求"), lost)
    doc.add_heading("五、方案十一项目标", 1)
    _table(doc, ("目标", "已落实/应落实"), [(name, label) for name, _, label in _goal_rows(f)])
    doc.add_heading("六、下一步", 1)
    for text in (*(action.text for _, action in f.actions), *evenings(f)):
        doc.add_paragraph(text, style="List Number")
    doc.save(str(path))


def _table(doc: object, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    table = doc.add_table(rows=1, cols=len(header))  # type: ignore[attr-defined]  # python-docx's own object
    table.style = "Table Grid"
    for cell, text in zip(table.rows[0].cells, header, strict=True):
        cell.text = text
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
