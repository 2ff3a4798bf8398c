"""What a cell means: codes, levels, days, opening hours, coordinates (单元格)."""

import re
import unicodedata
from datetime import date, time

from graph_model.places import PROVINCES
from knowledge.vocabulary import AreaLevel, PostKind, Tier


class Refused(Exception):  # a fact about a cell, as the domain errors are
    """A cell that cannot be used; the reason names the column, never the value: it may be personal."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


DAMAGED = re.compile(r"^\d([.]\d+)?[eE]\+?\d+$")
CODE = re.compile(r"^\d{2}(\d{2}(\d{2}(\d{3}(\d{3})?)?)?)?$")
EXTERNAL = re.compile(r"^[0-9A-Za-z][0-9A-Za-z_-]{2,39}$")
CITIZEN = re.compile(r"^\d{6}(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dXx]$")
"""公民身份号码: a day of birth stands in it."""
USCC_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Signs of a 统一社会信用代码 (GB 32100-2015), in the order of their values."""

LEVELS = {
    AreaLevel.PROVINCE: ("1", "省", "省级", "自治区", "直辖市"),
    AreaLevel.CITY: ("2", "市", "市级", "地级", "地级市"),
    AreaLevel.DISTRICT: ("3", "区", "县", "区级", "县级", "区县", "county"),
    AreaLevel.STREET: ("4", "街道", "镇", "乡", "街镇", "乡级", "乡镇", "town"),
    AreaLevel.COMMUNITY: ("5", "社区", "村", "居委会", "村委会", "社区居委会", "村级", "village"),
}
TIERS = {
    Tier.DISTRICT: ("1", "区", "区级", "一级", "区中心"),
    Tier.STREET: ("2", "街道", "街道级", "二级", "街道站"),
    Tier.COMMUNITY: ("3", "社区", "社区级", "三级", "社区场所"),
}
POSTS = {
    PostKind.STATION_HEAD: ("站长", "工作站站长", "未成年人保护工作站站长"),
    PostKind.SUPERVISOR: ("儿童督导员", "督导员"),
    PostKind.DIRECTOR: ("儿童主任", "村居儿童主任"),
    PostKind.CENTRE_HEAD: ("区中心负责人", "中心负责人", "中心主任"),
}
CRS = {"gcj02": "GCJ-02", "wgs84": "WGS-84"}
CHINA = ((73.0, 136.0), (3.0, 54.0))
"""Degrees of longitude and latitude."""


def folded(text: str) -> str:
    """Full-width signs as plain ones, without spaces."""
    if text.isalnum() and text.isascii():
        return text  # nearly every code of a large file
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def whole(text: str, column: str) -> str:
    """A text that must not be empty."""
    if not text:
        raise Refused(f"{column}为空 / is empty")
    return text


def is_code(text: str) -> bool:
    """Whether the text is meant as a code, a damaged one included."""
    kept = folded(text)
    return kept.isdecimal() or bool(DAMAGED.match(kept))


def code(text: str, column: str) -> str:
    """A statistical code of 2, 4, 6, 9 or 12 digits, as 12 digits."""
    kept = folded(whole(text, column))
    if DAMAGED.match(kept):
        raise Refused(f"{column}已被表格软件改成科学计数 / was damaged by a spreadsheet: format the column as text")
    if not CODE.match(kept) or kept[:2] not in PROVINCES:
        raise Refused(f"{column}不是区划代码 / is not an area code of 12 digits")
    return kept.ljust(12, "0")


def _of(text: str, words: dict[AreaLevel, tuple[str, ...]], column: str) -> AreaLevel:
    kept = folded(whole(text, column)).lower()
    for meaning, said in words.items():
        if kept == meaning.value or kept in said:
            return meaning
    raise Refused(f"{column}不认识 / is not known: 1–5")


def level(text: str, column: str) -> AreaLevel:
    """The level of an area as number, word or Chinese."""
    return _of(text, LEVELS, column)


def tier(text: str, column: str) -> Tier | None:
    """The tier of the network as number, word or Chinese; None where nothing stands."""
    if not (kept := folded(text).lower()):
        return None
    for meaning, said in TIERS.items():
        if kept == meaning.value or kept in said:
            return meaning
    raise Refused(f"{column}不认识 / is not known: 1 区 · 2 街道 · 3 社区")


def post(text: str, column: str) -> PostKind:
    """The kind of a post by code or name."""
    kept = folded(whole(text, column)).lower()
    for meaning, said in POSTS.items():
        if kept == meaning.value or kept in said:
            return meaning
    raise Refused(f"{column}不是站长、儿童督导员、儿童主任或区中心负责人 / is not a post of the network")


def credit_code(text: str) -> bool:
    """Whether a text is a 统一社会信用代码: 18 signs, the last one checks the others."""
    values = [USCC_SIGNS.find(c) for c in text.upper()]
    if len(values) != 18 or -1 in values:  # noqa: PLR2004  # the standard's length
        return False
    return sum(v * pow(3, i, 31) for i, v in enumerate(values[:-1])) % 31 == -values[-1] % 31


def external(text: str, column: str) -> str | None:
    """A 统一社会信用代码, 学校标识码 or other key of the body; never a person's number."""
    if not (kept := folded(text)):
        return None
    if CITIZEN.match(kept) and not credit_code(kept):
        raise Refused(f"{column}像公民身份号码，不得载入 / looks like a citizen's number: never load one")
    if DAMAGED.match(kept) or not EXTERNAL.match(kept):
        raise Refused(f"{column}不是编码 / is not a code of letters and digits, or a spreadsheet damaged it")
    return kept.upper() if credit_code(kept) else kept


def day(text: str, column: str) -> date | None:
    """A day as 2024-05-01, 2024/5/1, 20240501 or 2024年5月1日; None where nothing stands."""
    if not (kept := folded(text)):
        return None
    m = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", kept) or re.fullmatch(
        r"(\d{4})(\d{2})(\d{2})", kept
    )
    try:
        return date(int(m[1]), int(m[2]), int(m[3])) if m else _no_day(column)
    except ValueError:
        return _no_day(column)


def _no_day(column: str) -> date:
    raise Refused(f"{column}不是日期 / is not a day like 2024-05-01")


def period(since: str, until: str) -> tuple[date | None, date | None]:
    """From and until; the end is not before the beginning."""
    first, last = day(since, "起始日期 since"), day(until, "终止日期 until")
    if first and last and last <= first:
        raise Refused("终止日期不晚于起始日期 / until is not after since")
    return first, last


def location(lon: str, lat: str, crs: str) -> tuple[float | None, float | None, str | None]:
    """Longitude and latitude in degrees with their reference system; all None where neither stands."""
    if not lon and not lat:
        return None, None, None
    system = CRS.get(re.sub(r"[-_]", "", folded(crs)).lower())
    if system is None:
        raise Refused("坐标未写坐标系 / crs must be GCJ-02 or WGS-84")
    try:
        point = float(folded(lon)), float(folded(lat))
    except ValueError:
        raise Refused("经纬度须成对，以度计 / lon and lat must both be degrees") from None
    if not all(low <= v <= high for v, (low, high) in zip(point, CHINA, strict=True)):
        raise Refused("坐标不在中国范围，经纬度是否颠倒 / outside China: are lon and lat swapped?")
    return (*point, system)


WEEK = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_DAYS = {f"{w}{c}": d for w in ("周", "星期", "礼拜") for c, d in zip("一二三四五六日", WEEK, strict=True)} | {
    f"{w}天": "Su" for w in ("周", "星期", "礼拜")
}
_SPAN = re.compile(r"(\d{1,2}:\d{2})-(\d{1,2}:\d{2})")
_HOURS = re.compile(r"(?P<days>[A-Za-z,-]*)(?P<times>(?:\d{1,2}:\d{2}-\d{1,2}:\d{2},?)+)")
_SHAPE = "营业时间应如 Mo-Fr 09:00-17:30 / hours must read like Mo-Fr 09:00-17:30"


def hours(text: str) -> tuple[str, ...]:
    """Opening hours as `Mo-Fr 09:00-17:30`, one text a span; Chinese weekdays are understood.

    工作日 is refused: which days it means changes with the calendar.
    """
    found: list[str] = []
    for part in re.split(r"[;；]", text):
        if kept := _plain_hours(part):
            m = _HOURS.fullmatch(kept)
            if m is None:
                raise Refused(_SHAPE)
            spans = [_span(a, b) for a, b in _SPAN.findall(m["times"])]
            found += [f"{d} {s}" for d in _day_ranges(m["days"].strip(",")) for s in spans]
    return tuple(dict.fromkeys(found))


def _plain_hours(text: str) -> str:
    kept = re.sub(r"[—–~～]|至|到", "-", folded(text)).replace("、", ",").replace("和", ",")
    for said, meant in _DAYS.items():
        kept = kept.replace(said, meant)
    kept = re.sub(r"每天|每日", "Mo-Su", kept)
    return re.sub(r"全天|24小时", "00:00-24:00", kept)


def _span(start: str, end: str) -> str:
    both = tuple(t.zfill(5) for t in (start, end))
    try:
        first = time.fromisoformat(both[0])
        last = time.max if both[1] == "24:00" else time.fromisoformat(both[1])
    except ValueError:
        raise Refused(_SHAPE) from None
    if last <= first:
        raise Refused("营业时间跨午夜须分两段 / hours over midnight: write two spans")
    return "-".join(both)


def _day_ranges(text: str) -> tuple[str, ...]:
    """Days as `Mo` or `Mo-Fr`; hours without days are every day's only where that is said."""
    parts = [p.split("-") for p in text.split(",")]
    titled = [[d.capitalize() for d in p] for p in parts]
    if not all(len(p) in (1, 2) and set(p) <= set(WEEK) for p in titled):
        raise Refused(_SHAPE)
    if any(WEEK.index(p[0]) > WEEK.index(p[-1]) for p in titled):
        raise Refused(_SHAPE)
    return tuple("-".join(p) for p in titled)
