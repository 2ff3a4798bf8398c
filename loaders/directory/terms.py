"""The school year of an area from a file: a row a term or a vacation (校历载入)."""

import re
from datetime import date, timedelta

from knowledge.calendar.terms import PeriodKind
from loaders.directory.forms import AREA, DISTRICT, MARK, STATUS, Built, Cells, Form, marked, mistaken
from loaders.directory.known import Known
from loaders.tables import cells
from loaders.tables.columns import column
from loaders.tables.keys import InvalidRow
from network.terms import SchoolPeriod

KINDS = {
    **dict.fromkeys(("学期", "上学", "term"), PeriodKind.TERM),
    **dict.fromkeys(("寒暑假", "寒假", "暑假", "假期", "vacation"), PeriodKind.VACATION),
}
LONGEST = timedelta(days=366)
"""More is no term (configured value): a year was written wrongly."""
SEASONS = {re.compile("寒假"): {1, 2}, re.compile("(?<!寒)暑假"): {7, 8}}
"""The months of which a vacation called so has some days; 寒暑假 may be either."""
YEAR = re.compile(r"20\d\d(?=(学年)?)")


def _is_as_called(called: str, since: date, last: date) -> bool:
    """True if the days agree with the kind and the name of a period."""
    months = {(since + timedelta(days=n)).month for n in range((last - since).days + 1)}
    if any(season.search(called) and not months & days for season, days in SEASONS.items()):
        return False
    years = list(YEAR.finditer(called))
    return not years or any(
        int(y[0]) in {since.year, last.year} or (y[1] is not None and int(y[0]) + 1 == since.year) for y in years
    )


def _period(r: Cells, known: Known) -> Built:
    """A term or a vacation, with its last day as bureaus publish it."""
    area = known.area(r["area"], r["district"])
    kind = KINDS.get(cells.required(r["kind"], "kind").strip())
    if kind is None:
        raise InvalidRow("kind", "input.not_allowed", allowed=list(KINDS))
    since, last = (cells.day(cells.required(r[name], name), name) for name in ("since", "last"))
    if since is None or last is None:
        raise InvalidRow("since", "cell.empty")
    if not timedelta() <= last - since < LONGEST:
        raise InvalidRow("last", "cell.no_school_period", most=LONGEST.days)
    if not _is_as_called(f"{r['kind']} {r['name']}", since, last):
        raise InvalidRow("since", "cell.period_not_as_called")
    yield SchoolPeriod(
        area.code,
        since,
        last + timedelta(days=1),
        kind,
        cells.required(r["name"], "name"),
        cells.required(r["source"], "source"),
        marked(r, known),
        mistaken(r),
    )


TERMS = Form(
    (
        AREA,
        DISTRICT,
        column("kind", "类别", "学期或假期", required=True),
        column("name", "名称", "学期名称", required=True),
        column("since", "起始日期", "第一天", "开学日期", "开始日期", required=True),
        column("last", "最后一天", "结束日期", "至", required=True),
        column("source", "来源", "依据", "文号", required=True),
        STATUS,
        MARK,
    ),
    _period,
)
