"""What a file of each topic holds, and how a row becomes records (表头约定)."""

from collections.abc import Mapping

from knowledge.vocabulary import AreaLevel
from loaders.directory import segments
from loaders.directory.forms import (
    AREA,
    CONTACT,
    DISTRICT,
    EXTERNAL,
    KIND,
    LOADED,
    NAME,
    NUMBER,
    SINCE,
    SOURCE,
    UNTIL,
    Built,
    Cells,
    Form,
    Note,
    column,
    key_for,
    location,
    name,
    number,
    read_row,
)
from loaders.directory.known import Known
from loaders.directory.points import POINTS, SCHOOLS
from loaders.tables import cells
from loaders.tables.cells import Refused
from network.entities import Area, Body, Holder, Population, Post
from network.places import canonical

__all__ = ["TOPICS", "read_row"]


def _area(r: Cells, known: Known) -> Built:
    code, level = cells.code(r["code"], "代码 code"), cells.level(r["level"], "级别 level")
    parent = cells.code(r["parent_code"], "上级代码 parent_code") if r["parent_code"] else None
    if (parent is None) is not (level is AreaLevel.PROVINCE) or parent == code:
        raise Refused("只有省级没有上级 / every area but a province has a parent, and not itself")
    since, until = cells.period(r["since"], r["until"])
    lon, lat, crs = location(r)
    authority = r["authority"] or "国家统计局统计用区划代码"
    yield Area(
        code, name(r), level, parent, authority, r["source"] or known.source, r["source_date"], since, until,
        lon, lat, crs, r["precision"] or None if crs else None,
    )  # fmt: skip


def _body(r: Cells, known: Known) -> Built:
    kind, area = known.kind(r["kind"]), known.area(r["area"], r["district"])
    external = cells.external(r["external_id"], "外部编码 external_id")
    since, until = cells.period(r["since"], r["until"])
    aliases = tuple(a.strip() for a in r["aliases"].replace("；", ";").split(";") if a.strip())
    yield Body(
        key_for(kind, area, r, external), name(r), kind.code, area.code, r["source"] or known.source, LOADED,
        aliases, r["contact"] or None, external, since, until,
    )  # fmt: skip


def _post(r: Cells, known: Known) -> Built:
    """A post and its holder.

    The holder's key comes from the post, or from a number that the office gave (工号): a hash of the name could
    be found again by trying names, and the name is F1.
    """
    kind, area = cells.post(r["kind"], "岗位 kind"), known.area(r["area"], r["district"])
    key, since = f"{kind}@{area.code}{number(r)}", cells.day(r["since"], "任职日期 since")
    staff = cells.external(r["holder_id"], "工号 holder_id")
    source = r["source"] or known.source
    if not r["holder"]:
        if staff:
            raise Refused("有工号而无姓名 / holder_id without a holder")
        yield Post(key, kind, area.code, LOADED, source)
        return
    holder = f"holder-{staff or key}"
    yield Holder(holder, r["holder"], LOADED)
    yield Post(key, kind, area.code, LOADED, source, holder, since)


def _house(text: str, said: str) -> int | None:
    kept = cells.folded(text).removesuffix("号")
    if not kept:
        return None
    if not kept.isdecimal() or not 0 < int(kept) < 100_000:  # noqa: PLR2004  # no road has more houses
        raise Refused(f"{said}不是门牌号 / is not a house number")
    return int(kept)


def _segment(r: Cells, known: Known) -> Built:
    area, road = known.area(r["area"], r["district"]), canonical(cells.whole(r["road"], "路名 road"))
    low, high = _house(r["low"], "起号 low"), _house(r["high"], "止号 high")
    parity = segments.PARITY.get(cells.folded(r["parity"]).lower())
    if parity is None:
        raise Refused("单双号应为 单、双、全 / parity must be odd, even or all")
    if (low is None) is not (high is None) or (low or 0) > (high or 0):
        raise Refused("起止号须成对且不颠倒，整条路则都不写 / low and high: both in order, or none for the whole road")
    stretch = segments.Stretch(road, low, high, parity)
    yield segments.segment(stretch, area.code, r["source"] or known.source)


def _official(r: Cells, known: Known) -> Built:
    area = known.area(r["street"], r["district"], "街道 street")
    for part in segments.parts(cells.whole(r["segment"], "路段 segment")):
        if reason := part.reason or part.note:
            yield Note(f"「{part.text}」{reason}")
        for stretch in part.stretches:
            yield segments.segment(stretch, area.code, r["source"] or known.source)


def _population(r: Cells, known: Known) -> Built:
    area = known.area(r["area"], r["district"])
    minors = cells.count(cells.whole(r["minors"], "未成年人数 minors"), "未成年人数 minors")
    if minors is None:
        raise Refused("未成年人数为空 / minors is empty")
    source = cells.whole(r["source"], "来源 source")
    yield Population(area.code, minors, source, LOADED, cells.day(r["counted_on"], "统计日期 counted_on"))


AREAS = Form(
    (
        column("code", "代码", "区划代码", "统计用区划代码", required=True),
        column("name", "名称", "区划名称", required=True),
        column("level", "级别", "层级", required=True), column("parent_code", "上级代码", "parent", required=True),
        column("lon", "经度"), column("lat", "纬度"), column("crs", "坐标系"), column("lon_gcj02"), column("lat_gcj02"),
        column("lon_wgs84"), column("lat_wgs84"), column("precision", "位置精度"), SINCE, UNTIL,
        column("authority", "编码机关", "代码来源"), SOURCE, column("source_date", "来源日期"),
    ),
    _area,
)  # fmt: skip
BODIES = Form(
    (KIND, NAME, AREA, DISTRICT, NUMBER, column("aliases", "别名"), CONTACT, EXTERNAL, SINCE, UNTIL, SOURCE),
    _body,
)
POSTS = Form(
    (
        column("kind", "岗位", "职务", required=True), AREA, DISTRICT, NUMBER,
        column("holder", "姓名", "任职人", "name", required=True), column("holder_id", "工号"),
        column("since", "任职日期"), SOURCE,
    ),
    _post,
)  # fmt: skip
POPULATION = Form(
    (
        AREA, DISTRICT, column("minors", "未成年人数", "未成年人", required=True),
        column("source", "来源", required=True), column("counted_on", "统计日期"),
    ),
    _population,
)  # fmt: skip
SEGMENTS = Form(
    (
        column("road", "路名", "道路", required=True), column("low", "起号", required=True),
        column("high", "止号", required=True),
        column("parity", "单双号", "单双", required=True), AREA, DISTRICT, SOURCE,
    ),
    _segment,
)  # fmt: skip
OFFICIAL_SEGMENTS = Form(
    (column("street", "街道", required=True), column("segment", "路段", "地段", required=True), DISTRICT, SOURCE),
    _official,
)

TOPICS: Mapping[str, tuple[Form, ...]] = {
    "areas": (AREAS,),
    "bodies": (BODIES,),
    "points": (POINTS,),
    "posts": (POSTS,),
    "schools": (SCHOOLS,),
    "population": (POPULATION,),
    "segments": (SEGMENTS, OFFICIAL_SEGMENTS),
}
"""The forms in which each topic may be written."""
