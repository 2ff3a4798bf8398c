"""The topics of the directory: their columns, and how a row becomes records (表头约定)."""

from datetime import date
from functools import partial

from knowledge.coverage.tiers import tiers
from knowledge.vocabulary import AreaLevel, RecordStatus
from loaders.directory.forms import (
    AREA,
    CONTACT,
    DISTRICT,
    ENDING,
    EXTERNAL,
    KIND,
    LOCAL,
    MARK,
    NAME,
    NUMBER,
    PLACED,
    SINCE,
    SOURCE,
    STATUS,
    UNTIL,
    Built,
    Cells,
    Form,
    ending,
    key_for,
    location,
    marked,
    mistaken,
    name,
    number,
    reached,
)
from loaders.directory.known import Known
from loaders.directory.local import PLANS, STANDARDS
from loaders.directory.points import POINTS, SCHOOLS
from loaders.directory.prepare import prepare
from loaders.directory.segment_rows import OFFICIAL_SEGMENTS, SEGMENTS
from loaders.directory.terms import TERMS
from loaders.intake.contract import Topic
from loaders.tables import cells, holders, keys
from loaders.tables.columns import column
from loaders.tables.keys import InvalidRow
from network import codes
from network.entities import Area, Body, CompleteList, Holder, Population, Post


def _area(r: Cells, known: Known) -> Built:
    code, level = cells.code(r["code"], "code"), cells.level(r["level"], "level")
    parent = cells.code(r["parent_code"], "parent_code") if r["parent_code"] else None
    if (parent is None) is not (level is AreaLevel.PROVINCE) or parent == code:
        raise InvalidRow("parent_code", "cell.parent_wrong")
    if level is not codes.level_of(code):
        raise InvalidRow("level", "cell.level_not_of_code", level=codes.level_of(code).label)
    if parent != codes.parent_of(code):
        raise InvalidRow("parent_code", "cell.parent_not_of_code", parent=codes.parent_of(code))
    successors = tuple(dict.fromkeys(cells.code(c, "successors") for c in cells.listed(r["successors"])))
    if code in successors:
        raise InvalidRow("successors", "cell.successor_itself")
    days = ending({**r, "paused_since": "", "paused_until": ""}, known.on)
    lon, lat, crs = location(r)
    authority = r["authority"] or "国家统计局统计用区划代码"
    yield Area(
        code,
        name(r),
        level,
        parent,
        authority,
        r["source"] or known.source,
        r["source_date"],
        days.since,
        days.until,
        lon,
        lat,
        crs,
        r["precision"] or None if crs else None,
        successors,
        days.withdrawn,
    )


def _body(r: Cells, known: Known) -> Built:
    kind, area = known.kind(r["kind"]), known.area(r["area"], r["district"])
    own, levels = LOCAL.get(kind.level), list(AreaLevel)
    if own is not None and levels.index(area.level) < levels.index(own):
        raise InvalidRow("area", "cell.kind_elsewhere", level=own.label)
    external = keys.external(r["external_id"], "external_id")
    aliases = cells.listed(r["aliases"])
    contact, left_out = reached(r)
    yield Body(
        key_for(kind, area, r, external),
        name(r),
        kind.code,
        area.code,
        r["source"] or known.source,
        marked(r, known),
        aliases,
        contact,
        external,
        *ending(r, known.on),
    )
    yield from left_out


LONGEST_IN_OFFICE = 60
"""Years for which somebody can have been in office (configured value)."""


def _earliest(on: date) -> date:
    """The first day on which whoever is in office can have been appointed."""
    return date(on.year - LONGEST_IN_OFFICE, 1, 1) if on < cells.LAST else cells.EARLIEST


def _post(r: Cells, known: Known) -> Built:
    """A post and its holder.

    The holder's key is the post's, or a number of the office (工号); never a hash of the name, which could be
    reversed by trying names: the name is F1.
    """
    kind, area = cells.post(r["kind"], "kind"), known.area(r["area"], r["district"])
    level = next(level for level, tier in tiers().items() if kind in tier.posts)
    if area.level is not level:
        raise InvalidRow("area", "cell.post_elsewhere", level=level.label)
    key, since = f"{kind}@{area.code}{number(r)}", cells.day(r["since"], "since", known.on, _earliest(known.on))
    left, until = cells.day(r["left_on"], "left_on"), cells.day(r["until"], "until")
    if since and any(day is not None and day <= since for day in (left, until)):
        raise InvalidRow("left_on" if left else "until", "cell.until_not_after_since")
    status = cells.status(r["status"], "status")
    if status is RecordStatus.PAUSED or (status is RecordStatus.ENDED and until is None):
        raise InvalidRow("until", "cell.ended_without_day")
    over = left, until, status is RecordStatus.WITHDRAWN
    staff = keys.person_key(r["holder_id"], "holder_id")
    source, mark = r["source"] or known.source, marked(r, known)
    person = holders.holder(r["holder"], "holder")
    if person is None:
        if staff:
            raise InvalidRow("holder", "cell.holder_missing")
        yield Post(key, kind, area.code, mark, source, None, None, *over)
        return
    holder = f"holder-{staff or key}"
    yield Holder(holder, person, mark)
    yield Post(key, kind, area.code, mark, source, holder, since, *over)


def _population(r: Cells, known: Known) -> Built:
    area = known.area(r["area"], r["district"])
    most = cells.MOST_MINORS[area.level]
    minors = cells.count(cells.required(r["minors"], "minors"), "minors", most)
    if minors is None:
        raise InvalidRow("minors", "cell.not_a_count", least=0, most=most)
    source = cells.required(r["source"], "source")
    counted = cells.day(r["counted_on"], "counted_on", known.on)
    yield Population(area.code, minors, source, marked(r, known), counted, mistaken(r))


def _kind(text: str, known: Known) -> str:
    """The code of a kind of body or of post, or of a continuing duty whose register is meant."""
    if text.strip() in known.duties:
        return text.strip()
    try:
        return str(cells.post(text, "kind"))
    except InvalidRow:
        return known.kind(text).code


def _list(r: Cells, known: Known) -> Built:
    """A statement that the list of a kind of body or of post, or the register of a duty, is complete."""
    text, area = cells.required(r["kind"], "kind"), known.area(r["area"], r["district"])
    kind = _kind(text, known)
    as_of = cells.day(cells.required(r["as_of"], "as_of"), "as_of", known.on)
    if as_of is not None:
        source = cells.required(r["source"], "source")
        yield CompleteList(kind, area.code, as_of, source, marked(r, known), mistaken(r))


AREAS = Form(
    (
        column("code", "代码", "区划代码", "统计用区划代码", required=True),
        column("name", "名称", "区划名称", required=True),
        column("level", "级别", "层级", required=True),
        column("parent_code", "上级代码", "parent", required=True),
        *PLACED,
        SINCE,
        UNTIL,
        STATUS,
        column("successors", "并入", "并入区划", "去向"),
        column("authority", "编码机关", "代码来源"),
        SOURCE,
        column("source_date", "来源日期"),
    ),
    _area,
)
BODIES = Form(
    (KIND, NAME, AREA, DISTRICT, NUMBER, column("aliases", "别名"), CONTACT, EXTERNAL, *ENDING, SOURCE, MARK),
    _body,
)
POSTS = Form(
    (
        column("kind", "岗位", "职务", required=True),
        AREA,
        DISTRICT,
        NUMBER,
        column("holder", "姓名", "任职人", "name", required=True),
        column("holder_id", "工号"),
        column("since", "任职日期"),
        column("left_on", "离任日期"),
        UNTIL,
        STATUS,
        SOURCE,
        MARK,
    ),
    _post,
)
POPULATION = Form(
    (
        AREA,
        DISTRICT,
        column("minors", "未成年人数", "未成年人", required=True, unit="people"),
        column("source", "来源", required=True),
        column("counted_on", "统计日期"),
        STATUS,
        MARK,
    ),
    _population,
)
LISTS = Form(
    (
        column("kind", "类别", "岗位", required=True),
        AREA,
        DISTRICT,
        column("as_of", "齐全日期", "截至日期", required=True),
        column("source", "来源", required=True),
        STATUS,
        MARK,
    ),
    _list,
)


def _topic(
    code: str,
    *forms: Form,
    templates: tuple[str, ...] = (),
    about_people: bool = False,
    not_written: tuple[str, str] = ("area", "row.area_not_loaded"),
) -> Topic:
    return Topic(
        code,
        partial(prepare, forms),
        tuple(f.columns for f in forms),
        templates or (f"{code}.csv",),
        not_written,
        about_people=about_people,
    )


TOPICS = (
    _topic("areas", AREAS, not_written=("parent_code", "row.parent_not_loaded")),
    _topic("bodies", BODIES, not_written=("kind", "row.kind_not_in_graph")),
    _topic("points", POINTS),
    _topic("schools", SCHOOLS),
    _topic("posts", POSTS, about_people=True),
    _topic("population", POPULATION),
    _topic("lists", LISTS),
    _topic("segments", SEGMENTS, OFFICIAL_SEGMENTS, templates=("segments.csv", "segments_official.csv")),
    _topic("plans", PLANS),
    _topic("standards", STANDARDS),
    _topic("terms", TERMS),
)
"""In the order in which they are loaded."""
