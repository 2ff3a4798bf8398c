"""Service points, and schools with their catchment (服务点与学校)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.coverage.tiers import level_of, tiers
from knowledge.rows.rows import BodyKind
from knowledge.rulebook.load import rulebook
from knowledge.vocabulary import Tier
from loaders.directory import moments
from loaders.directory.forms import (
    AREA,
    CONTACT,
    DISTRICT,
    ENDING,
    EXTERNAL,
    KIND,
    MARK,
    NUMBER,
    PLACED,
    SOURCE,
    Built,
    Cells,
    Form,
    ending,
    key_for,
    location,
    marked,
    name,
    reached,
    unit_key,
)
from loaders.directory.known import Known
from loaders.tables import cells, keys
from loaders.tables.columns import column
from loaders.tables.keys import InvalidRow
from network.entities import Area, ServicePoint

SCHOOL = "school"
"""The kind of body of every place that the topic of the schools loads."""
_BETWEEN = re.compile(r"(?<=.)[和及与\s](?=.)")
"""Signs that people put between two areas, and that may be a part of the name of one (和平街道)."""


@dataclass(frozen=True, slots=True)
class _Amounts:
    """Capacity and load of a point in children, and its staff."""

    capacity: int | None
    load: int | None
    load_on: date | None
    staff: int | None
    undated: bool

    @classmethod
    def of(cls, r: Cells, on: date) -> "_Amounts":
        load, day = cells.count(r["load"], "load"), cells.day(r["load_on"], "load_on", on)
        dated = load is not None and day is not None
        return cls(
            cells.count(r["capacity"], "capacity"),
            load if dated else None,
            day if dated else None,
            cells.count(r["staff"], "staff"),
            undated=load is not None and day is None,
        )


def _serves(r: Cells, known: Known) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_served(s, r, known) for s in cells.listed(r["serves"])))


def _served(text: str, r: Cells, known: Known) -> str:
    try:
        return known.area(text, r["district"], "serves").code
    except InvalidRow as e:
        if _BETWEEN.search(text.strip()):
            raise InvalidRow("serves", "cell.areas_apart") from e
        raise


def _point(r: Cells, known: Known) -> Built:
    kind, area = known.kind(r["kind"]), known.area(r["area"], r["district"])
    external, days = keys.external(r["external_id"], "external_id"), ending(r, known.on)
    amounts = _Amounts.of(r, known.on)
    age_from, age_under = cells.ages(r["age_from"], r["age_under"])
    secret = cells.flag(r["confidential"], "confidential")
    hidden = kind.confidential if secret is None else secret
    lon, lat, crs = location(r)
    contact, left_out = reached(r)
    # without a word in the file a confidential place serves its district: its own area would tell where it stands
    serves = _serves(r, known) or (known.district(area) if hidden else area.code,)
    away = hidden and serves[0] != area.code
    yield ServicePoint(
        unit_key(kind.code, serves[0], r["name"], external) if away else key_for(kind, area, r, external),
        name(r),
        area.code,
        kind.code,
        serves,
        marked(r, known),
        r["source"] or known.source,
        _tier(r, kind, area),
        moments.hours(r["hours"], "hours"),
        contact,
        cells.day(r["assured_on"], "assured_on", known.on),
        external,
        services=cells.services(r["services"], "services"),
        age_from=age_from,
        age_under=age_under,
        capacity=amounts.capacity,
        load=amounts.load,
        load_on=amounts.load_on,
        head=_head(r, area),
        staff=amounts.staff,
        accessible=cells.flag(r["accessible"], "accessible"),
        confidential=hidden,
        lon=lon,
        lat=lat,
        crs=crs,
        precision=r["precision"] or None if crs else None,
        stages=cells.stages(r["stage"], "stage"),
        **days._asdict(),
    )
    yield from left_out
    if amounts.undated:
        yield InvalidRow("load_on", "cell.load_without_day")


def _tier(r: Cells, kind: BodyKind, area: Area) -> Tier | None:
    """Return the tier: a kind of station or centre has its own, which the cell may omit but not contradict.

    It belongs to an area of its level, unless the row names the areas that it serves.
    """
    own = next((row.tier for row in tiers().values() if row.point == kind.code), None)
    stated = cells.tier(r["tier"], "tier")
    if own is not None and stated not in {None, own}:
        raise InvalidRow("tier", "cell.tier_contradicts", tier=own.label)
    if own is not None and area.level is not level_of(own) and not r["serves"]:
        raise InvalidRow("area", "cell.tier_elsewhere", level=level_of(own).label)
    return own or stated


def _head(r: Cells, area: Area) -> str | None:
    """Key of the post that heads the point, in the point's area: the cell names a post, never a person."""
    return f"{cells.post(r['head'], 'head')}@{area.code}" if r["head"] else None


def school_services(stages: Sequence[str]) -> tuple[str, ...]:
    """Services that every school of these stages gives."""
    return tuple(sorted(s.code for s in rulebook().services.values() if not set(s.schools).isdisjoint(stages)))


def school_name(school: str, campus: str) -> str:
    """The school's name with its campus; the campus alone if it contains the name."""
    return campus if school in campus else f"{school}·{campus}" if campus else school


def _school(r: Cells, known: Known) -> Built:
    """A school in its street, or its district; without a known catchment it serves that area."""
    kind: BodyKind = known.kind(SCHOOL)
    area = known.area(r["area"], r["district"])
    stages = cells.stages(cells.required(r["stage"], "stage"), "stage")
    named = {**r, "name": school_name(name(r), r["campus"])}
    external = keys.external(r["external_id"], "external_id")
    lon, lat, crs = location(r)
    contact, left_out = reached(r)
    yield ServicePoint(
        key_for(kind, area, named, external),
        name(named),
        area.code,
        kind.code,
        _serves(r, known) or (area.code,),
        marked(r, known),
        r["source"] or known.source,
        contact=contact,
        assured_on=cells.day(r["assured_on"], "assured_on", known.on),
        external_id=external,
        services=school_services(stages),
        accessible=cells.flag(r["accessible"], "accessible"),
        lon=lon,
        lat=lat,
        crs=crs,
        precision=r["precision"] or None if crs else None,
        stages=stages,
        **ending(r, known.on)._asdict(),
    )
    yield from left_out


_ASSURED, _ACCESSIBLE = column("assured_on", "核实日期"), column("accessible", "无障碍")

POINTS = Form(
    (
        KIND,
        column("name", "名称", "服务点名称", required=True),
        AREA,
        DISTRICT,
        NUMBER,
        column("tier", "层级"),
        column("serves", "服务区划", "服务范围"),
        column("hours", "开放时间", "营业时间", "服务时间"),
        CONTACT,
        _ASSURED,
        EXTERNAL,
        SOURCE,
        column("services", "服务", "服务代码", "服务项目"),
        column("age_from", "年龄自", "起始年龄", unit="years"),
        column("age_under", "未满", "年龄未满", unit="years"),
        column("capacity", "容量", "可容纳人数", unit="people"),
        column("load", "在办数", "在册人数", unit="people"),
        column("load_on", "统计日期", "在办数日期"),
        column("head", "负责岗位"),
        column("staff", "人数", "工作人员数", unit="people"),
        _ACCESSIBLE,
        column("confidential", "位置保密", "保密"),
        column("stage", "学段"),
        *ENDING,
        *PLACED,
        MARK,
    ),
    _point,
)
SCHOOLS = Form(
    (
        column("name", "名称", "学校名称", "学校", "school", required=True),
        column("stage", "学段", required=True),
        AREA,
        DISTRICT,
        column("campus", "校区"),
        column("external_id", "学校标识码", "外部编码", "统一社会信用代码", "school_id"),
        column("serves", "招生地段街道", "招生街道", "服务区划", "catchment_street_codes"),
        CONTACT,
        _ASSURED,
        _ACCESSIBLE,
        SOURCE,
        *ENDING,
        *PLACED,
        MARK,
    ),
    _school,
)
