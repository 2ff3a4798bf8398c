"""What a cell means: codes, levels, days, numbers, coordinates (单元格)."""

import re
import unicodedata
from datetime import date

from knowledge.situation.names import SERVICES
from knowledge.situation.truth import truth
from knowledge.vocabulary import AreaLevel, PostKind, Tier
from network.places import PROVINCES


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


def system(text: str) -> str | None:
    """The reference system that a text names; None where it names none that is known."""
    return CRS.get(re.sub(r"[-_]", "", folded(text)).lower())


def location(lon: str, lat: str, crs: str) -> tuple[float | None, float | None, str | None]:
    """Longitude and latitude in degrees with their reference system; all None where neither stands."""
    if not lon and not lat:
        return None, None, None
    used = system(crs)
    if used is None:
        raise Refused("坐标未写坐标系 / crs must be GCJ-02 or WGS-84")
    try:
        point = float(folded(lon)), float(folded(lat))
    except ValueError:
        raise Refused("经纬度须成对，以度计 / lon and lat must both be degrees") from None
    if not all(low <= v <= high for v, (low, high) in zip(point, CHINA, strict=True)):
        raise Refused("坐标不在中国范围，经纬度是否颠倒 / outside China: are lon and lat swapped?")
    return (*point, used)


MOST = 100_000
"""No place has so many."""
STAGES = {
    "kindergarten": ("幼儿园", "学前"),
    "primary": ("小学", "小学部"),
    "junior": ("初中", "初级中学"),
    "senior": ("高中", "普通高中"),
    "vocational": ("中职", "中等职业学校"),
    "special": ("特殊教育", "特教"),
}
SERVICE = re.compile(r"B\d{2}")


def flag(text: str, column: str) -> bool | None:
    """是 or 否; None where nothing stands: unknown is not no."""
    if not text.strip():
        return None
    if (said := truth(text)) is None:
        raise Refused(f"{column}应为 是、否或空 / must be yes, no or empty")
    return said


def count(text: str, column: str) -> int | None:
    """A number of people or places from 0; None where nothing stands."""
    kept = folded(text).removesuffix("人").removesuffix("名")
    if not kept:
        return None
    if not kept.isdecimal() or int(kept) > MOST:
        raise Refused(f"{column}不是人数 / is not a whole number")
    return int(kept)


def ages(first: str, under: str) -> tuple[int | None, int | None]:
    """From an age in full years (周岁) and under another (未满): the birthday itself is out."""
    start, end = (_age(t, c) for t, c in ((first, "年龄自 age_from"), (under, "未满 age_under")))
    if start is not None and end is not None and end <= start:
        raise Refused("未满年龄不大于起始年龄 / age_under is not above age_from")
    return start, end


def _age(text: str, column: str) -> int | None:
    kept = re.sub(r"(周?岁)?$", "", folded(text).removeprefix("未满"))
    if not kept:
        return None
    if not kept.isdecimal() or int(kept) > 120:  # noqa: PLR2004  # nobody is older
        raise Refused(f"{column}不是周岁 / is not an age in full years")
    return int(kept)


def listed(text: str) -> tuple[str, ...]:
    """Parts between `;` or 、."""
    return tuple(p.strip() for p in re.split(r"[;；、]", text) if p.strip())


def services(text: str) -> tuple[str, ...]:
    """Codes of services as `B21;B33`, each one that the rules know: a place never gives what nobody can ask for."""
    codes = tuple(dict.fromkeys(folded(p).upper() for p in listed(text)))
    if not all(SERVICE.fullmatch(c) for c in codes):
        raise Refused("服务应写代码，如 B21;B33 / services are codes like B21;B33")
    if unknown := [c for c in codes if c not in SERVICES]:
        said = f"没有服务{'、'.join(unknown)}：改正或删去，全部代码见 services 查询"
        raise Refused(f"{said} / no such service: mend it or leave it out, Query.services lists all")
    return codes


def stage(text: str, column: str) -> str | None:
    """The stage of a school; None where nothing stands."""
    if not (kept := folded(text).lower()):
        return None
    for meaning, said in STAGES.items():
        if kept == meaning or kept in said:
            return meaning
    raise Refused(f"{column}不认识 / is not known: {'、'.join(s[0] for s in STAGES.values())}")
