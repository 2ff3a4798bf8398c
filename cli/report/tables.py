"""The tables of the report as xlsx and CSV, and its map as GeoJSON (表格与地图)."""

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from cli.report.facts import ReportFacts
from cli.report.wording import columns, say
from knowledge.messages.message import clauses, listed, message

Sheet = tuple[str, Sequence[str], list[list[object]]]
WIDEST = 60
"""Maximum width of a column in characters."""
SAFE_DIGITS = 11
"""Digits up to which spreadsheets show a number in full."""


def sheets(f: ReportFacts) -> list[Sheet]:
    """Name, header and rows of each table; codes are text."""
    names, bodies = {n.code: n.name for n in f.book.needs}, f.layout.network.bodies
    return [
        (
            say("coverage_report.sheet_findings"),
            columns("check", "severity", "object", "name", "area", "text", "ground", "mend"),
            [
                [
                    x.check.label,
                    x.severity.label,
                    x.key,
                    x.name,
                    x.area,
                    x.text,
                    clauses(message("coverage_report.clause", clause=c.clause, quote=c.quote) for c in x.check.cite),
                    x.check.remedy,
                ]
                for x in f.findings
            ],
        ),
        (
            say("coverage_report.sheet_reach"),
            columns("moment", "need", "need_name", "area", "community", "state", "places", "minors"),
            [
                [say(m), code, names[code], r.area.code, r.area.name, r.state.label, r.k, r.minors]
                for m, code, r in f.rows
            ],
        ),
        (
            say("coverage_report.sheet_uncovered"),
            columns("need", "need_name", "area", "community", "age_from", "age_under", "hours", "tuples", "doubtful"),
            [
                [
                    u.code,
                    names[u.code],
                    u.area.code,
                    u.area.name,
                    u.age_from,
                    u.age_under,
                    clauses(s.text() for s in u.hour_ranges),
                    u.count,
                    listed([*(p.name for p in u.doubtful), *(bodies[key].name for key in u.offices)]),
                ]
                for u in f.uncovered
            ],
        ),
        (
            say("coverage_report.sheet_weak"),
            columns("point", "name", "lost", "communities", "need", "minors_estimate"),
            [
                [x.point, f.layout.network.points[x.point].name, x.tuples, len(x.areas), listed(x.codes), x.minors]
                for x in f.losses
            ],
        ),
        (
            say("coverage_report.sheet_goals"),
            columns("goal", "name", "done", "due", "doubt", "unlisted"),
            [
                [
                    g.goal.value,
                    g.goal.label,
                    g.rate.numerator,
                    g.rate.denominator,
                    g.rate.doubtful,
                    listed(d.obligation.code for d in g.obligations if not d.known),
                ]
                for g in f.goals
            ],
        ),
        (say("coverage_report.sheet_next"), columns("need", "point", "premises", "area", "what"), list(_proposals(f))),
    ]


def _proposals(f: ReportFacts) -> Iterator[list[object]]:
    """Proposed points, then longer opening of existing ones."""
    for code, a in f.actions:
        yield [code, a.key, say("fact.yes" if a.premises else "fact.no"), a.area, a.text]
    for e in f.evenings:
        for p in e.points:
            what = say("coverage_report.open_longer", point=p.name, need=e.need)
            yield [e.code, p.id, say("fact.yes"), p.area, what]


def _cell(value: object) -> object:
    """The value; a text that a spreadsheet would execute as a formula gets a leading quote."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@") else value


def write_csv(sheets: Iterable[Sheet], folder: Path) -> list[Path]:
    """Write one CSV file per table, UTF-8 with BOM; a tab after long codes prevents rounding by spreadsheets."""
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
    points = [p for p in f.layout.network.points.values() if p.area in inside]
    shown = [p for p in points if p.lon is not None and p.lat is not None and not p.confidential]
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
    hidden, crs = say("coverage_report.not_drawn"), say("coverage_report.crs")
    properties = {hidden: len(points) - len(shown), crs: say("coverage_report.crs_of_each")}
    return json.dumps({"type": "FeatureCollection", "features": features, "properties": properties}, ensure_ascii=False)


def _feature(lon: float | None, lat: float | None, **properties: object) -> dict[str, object]:
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": [lon, lat]}, "properties": properties}
