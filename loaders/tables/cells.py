"""Values of cells: codes, levels, days, numbers, coordinates (单元格).

A function takes the text of the cell and the key of its column, and raises InvalidRow if the text cannot be used.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from knowledge.folding import folded
from knowledge.situation.names import SERVICES
from knowledge.situation.truth import truth
from knowledge.vocabulary import AreaLevel, PostKind, Provenance, RecordStatus, SchoolStage, Tier
from loaders.tables.keys import DAMAGED, InvalidRow
from network.codes import LENGTH
from network.places import PROVINCES

E = TypeVar("E", bound=StrEnum)


CODE = re.compile(r"^\d{2}(\d{2}(\d{2}(\d{3}(\d{3})?)?)?)?$")
EARLIEST, LAST = date(1900, 1, 1), date(2100, 1, 1)
"""Days that can be meant."""
_TIME = re.compile(r"(?:\s+|(?<=\d)T)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?$")

LEVELS: Mapping[AreaLevel, tuple[str, ...]] = {
    AreaLevel.PROVINCE: ("1", "省", "省级", "自治区", "直辖市"),
    AreaLevel.CITY: ("2", "市", "市级", "地级", "地级市"),
    AreaLevel.DISTRICT: ("3", "区", "县", "区级", "县级", "区县", "county"),
    AreaLevel.STREET: ("4", "街道", "镇", "乡", "街镇", "乡级", "乡镇", "town"),
    AreaLevel.COMMUNITY: ("5", "社区", "村", "居委会", "村委会", "社区居委会", "村级", "village"),
}
TIERS: Mapping[Tier, tuple[str, ...]] = {
    Tier.DISTRICT: ("1", "区", "区级", "一级", "区中心"),
    Tier.STREET: ("2", "街道", "街道级", "二级", "街道站"),
    Tier.COMMUNITY: ("3", "社区", "社区级", "三级", "社区场所"),
}
STATUSES: Mapping[RecordStatus, tuple[str, ...]] = {
    RecordStatus.IN_USE: ("在用", "正常", "运行", "运行中", "开放", "有效"),
    RecordStatus.PAUSED: ("暂停", "停用", "暂停服务", "暂停开放"),
    RecordStatus.ENDED: ("停办", "撤销", "已撤销", "终止", "关闭", "已停办", "已关闭", "注销"),
    RecordStatus.WITHDRAWN: ("撤回", "误录", "作废", "误录撤回"),
}
POSTS: Mapping[PostKind, tuple[str, ...]] = {
    PostKind.STATION_HEAD: ("站长", "工作站站长", "未成年人保护工作站站长"),
    PostKind.SUPERVISOR: ("儿童督导员", "督导员"),
    PostKind.DIRECTOR: ("儿童主任", "村居儿童主任"),
    PostKind.CENTRE_HEAD: ("区中心负责人", "中心负责人", "中心主任"),
}
CRS = {"gcj02": "GCJ-02", "wgs84": "WGS-84"}
CHINA = ((73.0, 136.0), (3.0, 54.0))
"""Degrees of longitude and latitude."""
MOST_PEOPLE, OLDEST, MOST_OF_A_KIND, MOST_HOUSES = 100_000, 120, 99, 99_999
"""Largest numbers that can be meant."""
MOST_MINORS: Mapping[AreaLevel, int] = {
    AreaLevel.PROVINCE: 100_000_000,
    AreaLevel.CITY: 20_000_000,
    AreaLevel.DISTRICT: 5_000_000,
    AreaLevel.STREET: 1_000_000,
    AreaLevel.COMMUNITY: 200_000,
}
"""The most minors that an area of a level can have: several times what the largest have (configured value)."""
STAGES: Mapping[SchoolStage, tuple[str, ...]] = {
    SchoolStage.KINDERGARTEN: ("幼儿园", "学前"),
    SchoolStage.PRIMARY: ("小学", "小学部", "小学学校"),
    SchoolStage.JUNIOR: ("初中", "初级中学", "初中部"),
    SchoolStage.SENIOR: ("高中", "普通高中", "高级中学", "高中部"),
    SchoolStage.VOCATIONAL: ("中职", "中等职业学校", "职高", "职业高中", "中专", "中等专业学校", "技工学校", "技校"),
    SchoolStage.SPECIAL: ("特殊教育", "特教", "特殊教育学校"),
    SchoolStage.SPECIALISED: ("专门学校", "专门教育", "工读学校"),
}
SEVERAL: Mapping[str, tuple[SchoolStage, ...]] = {
    "九年一贯制": (SchoolStage.PRIMARY, SchoolStage.JUNIOR),
    "九年一贯制学校": (SchoolStage.PRIMARY, SchoolStage.JUNIOR),
    "完全中学": (SchoolStage.JUNIOR, SchoolStage.SENIOR),
    "十二年一贯制": (SchoolStage.PRIMARY, SchoolStage.JUNIOR, SchoolStage.SENIOR),
    "十二年一贯制学校": (SchoolStage.PRIMARY, SchoolStage.JUNIOR, SchoolStage.SENIOR),
}
"""Kinds of schools with several stages, by the names of the ministry's statistics; 中学 alone is ambiguous."""
SERVICE = re.compile(r"B\d{2}")


def required(text: str, column: str) -> str:
    """A text that must not be empty."""
    if not text:
        raise InvalidRow(column, "cell.empty")
    return text


def is_code(text: str) -> bool:
    """True if the text is meant as a code, a damaged one included."""
    plain = folded(text)
    return plain.isdecimal() or bool(DAMAGED.match(plain))


def code(text: str, column: str) -> str:
    """A statistical code of 2, 4, 6, 9 or 12 digits, as 12 digits."""
    plain = folded(required(text, column))
    if DAMAGED.match(plain):
        raise InvalidRow(column, "cell.code_damaged")
    if not CODE.match(plain) or plain[:2] not in PROVINCES:
        raise InvalidRow(column, "cell.not_an_area_code")
    return plain.ljust(LENGTH, "0")


def _word(text: str, words: Mapping[E, tuple[str, ...]], column: str, reason: str) -> E:
    plain = folded(required(text, column)).lower()
    for meaning, synonyms in words.items():
        if plain == meaning.value or plain in synonyms:
            return meaning
    raise InvalidRow(column, reason)


def level(text: str, column: str) -> AreaLevel:
    """The level of an area as number, word or Chinese."""
    return _word(text, LEVELS, column, "cell.unknown_level")


def tier(text: str, column: str) -> Tier | None:
    """The tier of the network as number, word or Chinese; None for an empty cell."""
    return _word(text, TIERS, column, "cell.unknown_tier") if folded(text) else None


def post(text: str, column: str) -> PostKind:
    """The kind of a post by code or name."""
    return _word(text, POSTS, column, "cell.unknown_post")


def day(text: str, column: str, latest: date = LAST, earliest: date = EARLIEST) -> date | None:
    """A day as 2024-05-01, 2024/5/1, 20240501 or 2024年5月1日, also with a time; None for an empty cell.

    What cannot have happened yet is not after `latest`.
    """
    read = _day(text, column)
    if read is not None and not earliest <= read <= min(latest, LAST):
        raise InvalidRow(column, "cell.day_out_of_range", least=earliest, most=min(latest, LAST))
    return read


def _day(text: str, column: str) -> date | None:
    if not (plain := folded(_TIME.sub("", unicodedata.normalize("NFKC", text).strip()))):
        return None
    m = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", plain) or re.fullmatch(
        r"(\d{4})(\d{2})(\d{2})", plain
    )
    try:
        return date(int(m[1]), int(m[2]), int(m[3])) if m else _no_day(column)
    except ValueError:
        return _no_day(column)


def _no_day(column: str) -> date:
    raise InvalidRow(column, "cell.not_a_day")


def period(since: str, until: str, columns: tuple[str, str] = ("since", "until")) -> tuple[date | None, date | None]:
    """From and until; the end is after the beginning."""
    first, last = day(since, columns[0]), day(until, columns[1])
    if first and last and last <= first:
        raise InvalidRow(columns[1], "cell.until_not_after_since")
    return first, last


def status(text: str, column: str) -> RecordStatus | None:
    """Return the status of a thing today; None for an empty cell."""
    return _word(text, STATUSES, column, "cell.unknown_status") if folded(text) else None


def mark(text: str, column: str) -> Provenance | None:
    """Return the provenance in a file that was exported here; None for an empty cell."""
    words = {p: (folded(p.zh), folded(p.zh)[:4]) for p in Provenance}
    return _word(text, words, column, "cell.unknown_mark") if folded(text) else None


def system(text: str) -> str | None:
    """The reference system that a text names; None for one that is not known."""
    return CRS.get(re.sub(r"[-_]", "", folded(text)).lower())


def location(
    lon: str, lat: str, crs: str, columns: tuple[str, str] = ("lon", "lat")
) -> tuple[float | None, float | None, str | None]:
    """Longitude and latitude in degrees with their reference system; all None if both cells are empty."""
    if not lon and not lat:
        return None, None, None
    used = system(crs)
    if used is None:
        raise InvalidRow("crs", "cell.crs_missing")
    try:
        point = float(folded(lon)), float(folded(lat))
    except ValueError:
        raise InvalidRow(columns[0], "cell.not_degrees") from None
    if not all(low <= v <= high for v, (low, high) in zip(point, CHINA, strict=True)):
        raise InvalidRow(columns[0], "cell.outside_china")
    return (*point, used)


def flag(text: str, column: str) -> bool | None:
    """是 or 否; None for an empty cell: unknown is not no."""
    if not folded(text):
        return None
    if (answer := truth(text)) is None:
        raise InvalidRow(column, "cell.not_yes_or_no")
    return answer


def count(text: str, column: str, most: int = MOST_PEOPLE) -> int | None:
    """A number of people or places from 0; None for an empty cell."""
    return _number(_amount(folded(text)), column, "cell.not_a_count", most=most)


def _amount(plain: str) -> str:
    """Digits of a number as people write it: 1,200人, 3万, 1.2万人."""
    m = re.fullmatch(r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?([百千万]?)(?:人次?|名|个|位)?", plain)
    if m is None:
        return plain
    number = Decimal(m[1].replace(",", "") + (m[2] or "")) * {"": 1, "百": 100, "千": 1000, "万": 10_000}[m[3]]
    return str(int(number)) if number == int(number) else plain


def age(text: str, column: str) -> int | None:
    """An age in full years (周岁); None for an empty cell."""
    plain = re.sub(r"(周?岁)?$", "", folded(text).removeprefix("未满"))
    return _number(plain, column, "cell.not_an_age", most=OLDEST)


def ages(first: str, under: str) -> tuple[int | None, int | None]:
    """From an age and under another (未满): the birthday itself is out."""
    start, end = age(first, "age_from"), age(under, "age_under")
    if start is not None and end is not None and end <= start:
        raise InvalidRow("age_under", "cell.age_under_not_above")
    return start, end


def house(text: str, column: str) -> int | None:
    """A house number; None for an empty cell."""
    return _number(folded(text).removesuffix("号"), column, "cell.not_a_house_number", least=1, most=MOST_HOUSES)


def ordinal(text: str, column: str) -> int | None:
    """Return the number among several of a kind in an area; None for an empty cell."""
    return _number(folded(text), column, "cell.not_an_ordinal", least=1, most=MOST_OF_A_KIND)


def _number(plain: str, column: str, reason: str, *, least: int = 0, most: int) -> int | None:
    if not plain:
        return None
    if not plain.isdecimal() or not least <= int(plain) <= most:
        raise InvalidRow(column, reason, least=least, most=most)
    return int(plain)


def listed(text: str) -> tuple[str, ...]:
    """Parts between `;`, a comma, 、 or a line."""
    return tuple(p.strip() for p in re.split(r"[;；、，,/／]", text) if p.strip())


def contact(text: str) -> str | None:
    """Return the contact of an office; None for an empty cell."""
    if text and not any(sign.isalnum() for sign in text):
        raise InvalidRow("contact", "cell.no_text")
    return text or None


def services(text: str, column: str) -> tuple[str, ...]:
    """Codes of services as `B21;B33`, each of which must be in the rules: nobody could ask for another."""
    codes = tuple(dict.fromkeys(folded(p).upper() for p in listed(text)))
    if not all(SERVICE.fullmatch(c) for c in codes):
        raise InvalidRow(column, "cell.not_service_codes")
    if unknown := tuple(c for c in codes if c not in SERVICES):
        raise InvalidRow(column, "cell.unknown_services", services=unknown)
    return codes


def stages(text: str, column: str) -> tuple[str, ...]:
    """The stages of a school, in their order: 小学、初中, 九年一贯制; none for an empty cell."""
    several: set[SchoolStage] = set()
    for part in re.split(r"[;；、,，/+和及]", folded(text).lower()):
        several.update(_stages(part, column) if part else ())
    return tuple(s.value for s in SchoolStage if s in several)


def _stages(plain: str, column: str) -> Iterable[SchoolStage]:
    if plain in SEVERAL:
        return SEVERAL[plain]
    for meaning, synonyms in STAGES.items():
        if plain == meaning or plain in synonyms:
            return (meaning,)
    raise InvalidRow(column, "cell.not_allowed", allowed=(*(s[0] for s in STAGES.values()), *SEVERAL))
