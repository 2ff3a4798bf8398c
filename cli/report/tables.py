"""The tables of the report as xlsx and CSV, and its map as GeoJSON (表格与地图)."""

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from cli.report.facts import ReportFacts

Sheet = tuple[str, Sequence[str], list[list[object]]]
WIDEST = 60
"""Maximum width of a column in characters."""
SAFE_DIGITS = 11
"""Digits up to which spreadsheets show a number in full."""


def sheets(f: ReportFacts) -> list[Sheet]:
    """Name, header and rows of each table; codes are text."""
    names = {n.code: n.name for n in f.book.needs}
    return [
        (
            "缺口",
            ("检查", "严重程度", "对象", "名称", "区划", "说明", "依据", "补法"),
            [
                [
                    x.check.name,
                    x.severity.zh,
                    x.key,
                    x.name,
                    x.area,
                    x.text,
                    "；".join(f"{c.clause}“{c.quote}”" for c in x.check.cite),
                    x.check.mend,
                ]
                for x in f.findings
            ],
        ),
        (
            "可及",
            ("时刻", "需求", "需求名称", "区划", "社区", "状态", "可去几处", "未成年人"),
            [[m, code, names[code], r.area.code, r.area.name, r.state.zh, r.k, r.minors] for m, code, r in f.rows],
        ),
        (
            "未覆盖",
            ("需求", "需求名称", "区划", "社区", "年龄自", "未满", "时段", "个数", "存疑服务点"),
            [
                [
                    u.code,
                    names[u.code],
                    u.area.code,
                    u.area.name,
                    u.age_from,
                    u.age_under,
                    "；".join(s.text() for s in u.hour_ranges),
                    u.count,
                    "、".join(p.id for p in u.doubtful),
                ]
                for u in f.uncovered
            ],
        ),
        (
            "薄弱点",
            ("服务点", "名称", "失去的个数", "社区数", "需求", "未成年人（估计）"),
            [
                [x.point, f.layout.network.points[x.point].name, x.tuples, len(x.areas), "、".join(x.codes), x.minors]
                for x in f.losses
            ],
        ),
        (
            "目标",
            ("目标", "名称", "已落实", "应落实", "存疑", "没有对象名单的义务"),
            [
                [
                    g.goal.value,
                    g.goal.zh,
                    g.rate.numerator,
                    g.rate.denominator,
                    g.rate.doubtful,
                    "、".join(d.obligation.code for d in g.obligations if not d.known),
                ]
                for g in f.goals
            ],
        ),
        ("建议", ("需求", "服务点", "利用现有场地", "区划", "做什么"), list(_proposals(f))),
    ]


def _proposals(f: ReportFacts) -> Iterator[list[object]]:
    """Proposed points, then longer opening of existing ones."""
    for code, a in f.actions:
        yield [code, a.key, "是" if a.premises else "否", a.area, a.text]
    for e in f.evenings:
        for p in e.points:
            yield [e.code, p.id, "是", p.area, f"“{p.name}”延长开放到晚间：{e.need}"]


def _cell(value: object) -> object:
    """The value; a text that a spreadsheet would execute as a formula gets a leading quote."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@") else value


def write_csv(sheets: Iterable[Sheet], folder: Path) -> list[Path]:
    """One CSV file per table, UTF-8 with BOM; a tab after long codes keeps spreadsheets from rounding them."""
    paths = []
    for name, header, rows in sheets:
        path = folder / f"{name}.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            out = csv.writer(file)
            out.writerow(header)
            out.writerows([[_text(v) for v in row] for row in rows])
        paths.append(path)
    return paths


def _text(value: object) -> object:
    long_number = isinstance(value, str) and value.isdecimal() and len(value) > SAFE_DIGITS
    return f"{value}\t" if long_number else _cell(value)


def write_xlsx(sheets: Iterable[Sheet], path: Path) -> None:
    """All tables in one workbook, codes as text."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, header, rows in sheets:
        sheet = book.create_sheet(name)
        sheet.append(list(header))
        for row in rows:
            sheet.append([_cell(v) for v in row])
        for column in sheet.iter_rows(min_row=2):
            for cell in column:
                if isinstance(cell.value, str):
                    cell.number_format = "@"
        sheet.freeze_panes = "A2"
        for n, title in enumerate(header, 1):
            longest = max([len(title), *(len(str(r[n - 1])) for r in rows[:200])])
            sheet.column_dimensions[get_column_letter(n)].width = min(WIDEST, 2 + 1.6 * longest)
    book.save(path)


def geojson(f: ReportFacts) -> str:
    """Areas and points with a known location; confidential points and those without a location are only counted."""
    inside = {a.code for a in f.layout.network.within(f.area.code)}
    with_findings = {x.key for x in f.findings}
    places = [p for p in f.layout.network.points.values() if p.area in inside]
    shown = [p for p in places if p.lon is not None and p.lat is not None and not p.confidential]
    areas = [a for a in f.layout.network.within(f.area.code) if a.lon is not None and a.lat is not None]
    features = [
        *(
            _feature(p.lon, p.lat, key=p.id, name=p.name, kind=p.body, crs=p.crs, finding=p.id in with_findings)
            for p in shown
        ),
        *(
            _feature(
                a.lon, a.lat, key=a.code, name=a.name, kind=a.level.value, crs=a.crs, finding=a.code in with_findings
            )
            for a in areas
        ),
    ]
    properties = {"未画出的服务点（位置不详或保密）": len(places) - len(shown), "坐标系": "见各要素的 crs"}
    return json.dumps({"type": "FeatureCollection", "features": features, "properties": properties}, ensure_ascii=False)


def _feature(lon: float | None, lat: float | None, **properties: object) -> dict[str, object]:
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": [lon, lat]}, "properties": properties}
