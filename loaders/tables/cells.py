"""What a cell means: codes, levels, days, numbers, coordinates (单元格).

A function takes the text of the cell and the key of its column, and raises InvalidRow if the text cannot be used.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from graph_model.jobs.loading import Rejected
from knowledge.messages.message import Message
from knowledge.situation.names import SERVICES
from knowledge.situation.truth import truth
from knowledge.vocabulary import AreaLevel, PostKind, SchoolStage, Tier
from network.places import PROVINCES

E = TypeVar("E", bound=StrEnum)


class InvalidRow(Exception):  # a fact about a row, as the domain errors are
    """A row that cannot be loaded: the column at fault and the code of the message, never a value."""

    def __init__(self, column: str | None, reason: str, /, **params: Any) -> None:
        super().__init__(reason)
        self.column, self.reason = column, Message(reason, params)

    def at(self, line: int) -> Rejected:
        """The entry of the report."""
        return Rejected(line, self.reason, self.column)


DAMAGED = re.compile(r"^\d([.]\d+)?[eE]\+?\d+$")
CODE = re.compile(r"^\d{2}(\d{2}(\d{2}(\d{3}(\d{3})?)?)?)?$")
EXTERNAL = re.compile(r"^[0-9A-Za-z][0-9A-Za-z_-]{2,39}$")
CITIZEN = re.compile(r"^\d{6}(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dXx]$")
"""公民身份号码: it contains a date of birth."""
USCC_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Signs of a 统一社会信用代码 (GB 32100-2015), in the order of their values."""

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
STAGES: Mapping[SchoolStage, tuple[str, ...]] = {
    SchoolStage.KINDERGARTEN: ("幼儿园", "学前"),
    SchoolStage.PRIMARY: ("小学", "小学部"),
    SchoolStage.JUNIOR: ("初中", "初级中学"),
    SchoolStage.SENIOR: ("高中", "普通高中"),
    SchoolStage.VOCATIONAL: ("中职", "中等职业学校"),
    SchoolStage.SPECIAL: ("特殊教育", "特教"),
}
SERVICE = re.compile(r"B\d{2}")


def folded(text: str) -> str:
    """Full-width signs as plain ones, without spaces."""
    if text.isalnum() and text.isascii():
        return text  # nearly every code of a large file
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def required(text: str, column: str) -> str:
    """A text that must not be empty."""
    if not text:
        raise InvalidRow(column, "cell.empty")
    return text


def is_code(text: str) -> bool:
    """Whether the text is meant as a code, a damaged one included."""
    plain = folded(text)
    return plain.isdecimal() or bool(DAMAGED.match(plain))


def code(text: str, column: str) -> str:
    """A statistical code of 2, 4, 6, 9 or 12 digits, as 12 digits."""
    plain = folded(required(text, column))
    if DAMAGED.match(plain):
        raise InvalidRow(column, "cell.code_damaged")
    if not CODE.match(plain) or plain[:2] not in PROVINCES:
        raise InvalidRow(column, "cell.not_an_area_code")
    return plain.ljust(12, "0")


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


def credit_code(text: str) -> bool:
    """Whether a text is a 统一社会信用代码: 18 signs, the last one checks the others."""
    values = [USCC_SIGNS.find(c) for c in text.upper()]
    if len(values) != 18 or -1 in values:  # noqa: PLR2004  # the standard's length
        return False
    return sum(v * pow(3, i, 31) for i, v in enumerate(values[:-1])) % 31 == -values[-1] % 31


def external(text: str, column: str) -> str | None:
    """A 统一社会信用代码, 学校标识码 or other key; never a citizen's number. None for an empty cell."""
    if not (plain := folded(text)):
        return None
    if CITIZEN.match(plain) and not credit_code(plain):
        raise InvalidRow(column, "cell.citizen_number")
    if DAMAGED.match(plain) or not EXTERNAL.match(plain):
        raise InvalidRow(column, "cell.not_a_key")
    return plain.upper() if credit_code(plain) else plain


def person_key(text: str, column: str) -> str | None:
    """The office's own number of a person or of a record about one; None for an empty cell.

    Some citizen's numbers are also valid credit codes of organisations: a person has none, so nothing excuses one here.
    """
    if CITIZEN.match(folded(text)):
        raise InvalidRow(column, "cell.citizen_number")
    return external(text, column)


def day(text: str, column: str) -> date | None:
    """A day as 2024-05-01, 2024/5/1, 20240501 or 2024年5月1日; None for an empty cell."""
    if not (plain := folded(text)):
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


def period(since: str, until: str) -> tuple[date | None, date | None]:
    """From and until; the end is after the beginning."""
    first, last = day(since, "since"), day(until, "until")
    if first and last and last <= first:
        raise InvalidRow("until", "cell.until_not_after_since")
    return first, last


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


def count(text: str, column: str) -> int | None:
    """A number of people or places from 0; None for an empty cell."""
    return _number(folded(text).removesuffix("人").removesuffix("名"), column, "cell.not_a_count", most=MOST_PEOPLE)


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
    """Which of several of a kind in an area; None for an empty cell."""
    return _number(folded(text), column, "cell.not_an_ordinal", least=1, most=MOST_OF_A_KIND)


def _number(plain: str, column: str, reason: str, *, least: int = 0, most: int) -> int | None:
    if not plain:
        return None
    if not plain.isdecimal() or not least <= int(plain) <= most:
        raise InvalidRow(column, reason, least=least, most=most)
    return int(plain)


def listed(text: str) -> tuple[str, ...]:
    """Parts between `;` or 、."""
    return tuple(p.strip() for p in re.split(r"[;；、]", text) if p.strip())


def services(text: str, column: str) -> tuple[str, ...]:
    """Codes of services as `B21;B33`, each of which must be in the rules: nobody could ask for another."""
    codes = tuple(dict.fromkeys(folded(p).upper() for p in listed(text)))
    if not all(SERVICE.fullmatch(c) for c in codes):
        raise InvalidRow(column, "cell.not_service_codes")
    if unknown := tuple(c for c in codes if c not in SERVICES):
        raise InvalidRow(column, "cell.unknown_services", services=unknown)
    return codes


def stage(text: str, column: str) -> str | None:
    """The stage of a school; None for an empty cell."""
    if not (plain := folded(text).lower()):
        return None
    for meaning, synonyms in STAGES.items():
        if plain == meaning or plain in synonyms:
            return meaning.value
    raise InvalidRow(column, "cell.not_allowed", allowed=tuple(s[0] for s in STAGES.values()))
