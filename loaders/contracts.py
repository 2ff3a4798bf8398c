"""What a file of each topic holds, and how a row becomes records (表头约定)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from graph_model.entities import Area, Body, Holder, Post, ServicePoint
from graph_model.places import canonical
from graph_model.records import Record
from knowledge.rules import BodyKind
from knowledge.vocabulary import AreaLevel, Level, Provenance
from loaders import cells, segments
from loaders.cells import Refused
from loaders.known import Known
from loaders.tables import Column, Rejected, Row

LOADED = Provenance.LOADED
LOCAL = {Level.DISTRICT: AreaLevel.DISTRICT, Level.STREET: AreaLevel.STREET, Level.COMMUNITY: AreaLevel.COMMUNITY}
LONGEST = 200
"""Characters of a name."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something in a row that was not loaded, with the reason; the rest of the row may stand."""

    reason: str


Cells = Mapping[str, str]
Built = Iterable[Record | Note]


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a topic: its columns and what a row becomes."""

    columns: tuple[Column, ...]
    build: Callable[[Cells, Known], Built]


def read_row(form: Form, row: Row, known: Known) -> list[Record | Rejected]:
    """The records of a row, and what of it was refused; a wrong cell refuses the whole row."""
    full = {c.key: row.cells.get(c.key, "") for c in form.columns}
    try:
        built = list(form.build(full, known))
    except Refused as e:
        return [Rejected(row.line, e.reason)]
    return [Rejected(row.line, b.reason) if isinstance(b, Note) else b for b in built]


def _name(r: Cells) -> str:
    if len(cells.whole(r["name"], "名称 name")) > LONGEST:
        raise Refused("名称过长 / name is too long")
    return r["name"]


def _number(r: Cells) -> str:
    """Which one of several of a kind in an area: nothing for the first."""
    number = cells.folded(r["number"])
    if number and not (number.isdecimal() and 1 <= int(number) <= 99):  # noqa: PLR2004  # of a kind in one area
        raise Refused("序号应为1–99 / number must be 1–99")
    return "" if not number or int(number) == 1 else f"#{int(number)}"


def _key(kind: BodyKind, area: Area, r: Cells, external: str | None) -> str:
    """The same content has the same key, so that loading twice creates once.

    An office of the area itself is `kind@area`, as the shipped ones are, which it replaces; a unit (school,
    hospital…) goes by its external identifier, else by its name.
    """
    if LOCAL.get(kind.level) is area.level:
        return f"{kind.code}@{area.code}{_number(r)}"
    if external:
        return f"{kind.code}:{external}"
    return f"{kind.code}@{area.code}-{sha256(cells.folded(r['name']).encode()).hexdigest()[:12]}"


def _area(r: Cells, known: Known) -> Built:
    code, level = cells.code(r["code"], "代码 code"), cells.level(r["level"], "级别 level")
    parent = cells.code(r["parent_code"], "上级代码 parent_code") if r["parent_code"] else None
    if (parent is None) is not (level is AreaLevel.PROVINCE) or parent == code:
        raise Refused("只有省级没有上级 / every area but a province has a parent, and not itself")
    since, until = cells.period(r["since"], r["until"])
    lon, lat, crs = _location(r)
    authority = r["authority"] or "国家统计局统计用区划代码"
    yield Area(
        code, _name(r), level, parent, authority, r["source"] or known.source, r["source_date"], since, until,
        lon, lat, crs, r["precision"] or None if crs else None,
    )  # fmt: skip


def _location(r: Cells) -> tuple[float | None, float | None, str | None]:
    """The point as published (GCJ-02) goes before the one computed from it."""
    ways = (("lon", "lat", r["crs"]), ("lon_gcj02", "lat_gcj02", "GCJ-02"), ("lon_wgs84", "lat_wgs84", "WGS-84"))
    said = next((w for w in ways if r[w[0]] or r[w[1]]), None)
    return cells.location(r[said[0]], r[said[1]], said[2]) if said else (None, None, None)


def _body(r: Cells, known: Known) -> Built:
    kind, area = known.kind(r["kind"]), known.area(r["area"], r["district"])
    external = cells.external(r["external_id"], "外部编码 external_id")
    since, until = cells.period(r["since"], r["until"])
    aliases = tuple(a.strip() for a in r["aliases"].replace("；", ";").split(";") if a.strip())
    yield Body(
        _key(kind, area, r, external), _name(r), kind.code, area.code, r["source"] or known.source, LOADED,
        aliases, r["contact"] or None, external, since, until,
    )  # fmt: skip


def _point(r: Cells, known: Known) -> Built:
    kind, area = known.kind(r["kind"]), known.area(r["area"], r["district"])
    external = cells.external(r["external_id"], "外部编码 external_id")
    listed = [s for s in r["serves"].replace("；", ";").replace("、", ";").split(";") if s.strip()]
    serves = tuple(dict.fromkeys(known.area(s, r["district"], "服务区划 serves").code for s in listed))
    yield ServicePoint(
        _key(kind, area, r, external), _name(r), area.code, kind.code, serves or (area.code,), LOADED,
        r["source"] or known.source, cells.tier(r["tier"], "层级 tier"), cells.hours(r["hours"]),
        r["contact"] or None, cells.day(r["assured_on"], "核实日期 assured_on"), external,
    )  # fmt: skip


def _post(r: Cells, known: Known) -> Built:
    """A post and its holder.

    The holder's key comes from the post, or from a number that the office gave (工号): a hash of the name could
    be found again by trying names, and the name is F1.
    """
    kind, area = cells.post(r["kind"], "岗位 kind"), known.area(r["area"], r["district"])
    key, since = f"{kind}@{area.code}{_number(r)}", cells.day(r["since"], "任职日期 since")
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


def _house(text: str, column: str) -> int | None:
    kept = cells.folded(text).removesuffix("号")
    if not kept:
        return None
    if not kept.isdecimal() or not 0 < int(kept) < 100_000:  # noqa: PLR2004  # no road has more houses
        raise Refused(f"{column}不是门牌号 / is not a house number")
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


def _c(key: str, *names: str, required: bool = False) -> Column:
    return Column(key, names, required)


_SOURCE = _c("source", "来源", "出处")
_DISTRICT = _c("district", "所属区", "区县", "行政区")
_AREA = _c("area", "区划", "区划代码", "area_code", "辖区", "所属区划", required=True)
_EXTERNAL = _c("external_id", "外部编码", "统一社会信用代码", "学校标识码", "机构代码")
_NUMBER = _c("number", "序号", "编号")
_CONTACT = _c("contact", "联系方式", "办公电话", "联系电话")
_SINCE, _UNTIL = _c("since", "起始日期", "生效日期"), _c("until", "终止日期", "失效日期")
_KIND = _c("kind", "类别", "机构类别", required=True)
_NAME = _c("name", "名称", "机构名称", required=True)

AREAS = Form(
    (
        _c("code", "代码", "区划代码", "统计用区划代码", required=True), _c("name", "名称", "区划名称", required=True),
        _c("level", "级别", "层级", required=True), _c("parent_code", "上级代码", "parent", required=True),
        _c("lon", "经度"), _c("lat", "纬度"), _c("crs", "坐标系"), _c("lon_gcj02"), _c("lat_gcj02"),
        _c("lon_wgs84"), _c("lat_wgs84"), _c("precision", "位置精度"), _SINCE, _UNTIL,
        _c("authority", "编码机关", "代码来源"), _SOURCE, _c("source_date", "来源日期"),
    ),
    _area,
)  # fmt: skip
BODIES = Form(
    (_KIND, _NAME, _AREA, _DISTRICT, _NUMBER, _c("aliases", "别名"), _CONTACT, _EXTERNAL, _SINCE, _UNTIL, _SOURCE),
    _body,
)
POINTS = Form(
    (
        _KIND, _c("name", "名称", "服务点名称", required=True), _AREA, _DISTRICT, _NUMBER, _c("tier", "层级"),
        _c("serves", "服务区划", "服务范围"), _c("hours", "开放时间", "营业时间", "服务时间"), _CONTACT,
        _c("assured_on", "核实日期"), _EXTERNAL, _SOURCE,
    ),
    _point,
)  # fmt: skip
POSTS = Form(
    (
        _c("kind", "岗位", "职务", required=True), _AREA, _DISTRICT, _NUMBER,
        _c("holder", "姓名", "任职人", "name", required=True), _c("holder_id", "工号"),
        _c("since", "任职日期"), _SOURCE,
    ),
    _post,
)  # fmt: skip
SEGMENTS = Form(
    (
        _c("road", "路名", "道路", required=True), _c("low", "起号", required=True), _c("high", "止号", required=True),
        _c("parity", "单双号", "单双", required=True), _AREA, _DISTRICT, _SOURCE,
    ),
    _segment,
)  # fmt: skip
OFFICIAL_SEGMENTS = Form(
    (_c("street", "街道", required=True), _c("segment", "路段", "地段", required=True), _DISTRICT, _SOURCE), _official
)

TOPICS: Mapping[str, tuple[Form, ...]] = {
    "areas": (AREAS,),
    "bodies": (BODIES,),
    "points": (POINTS,),
    "posts": (POSTS,),
    "segments": (SEGMENTS, OFFICIAL_SEGMENTS),
}
"""The forms in which each topic may be written."""
