"""From a code, name or address to a place with its areas (地点)."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from pypinyin import lazy_pinyin

from knowledge.errors import BadInput, Candidate, EndedArea, NotFound
from knowledge.messages.message import Message, message
from knowledge.vocabulary import AreaLevel
from network.entities import Area, Segment
from network.snapshot import Network

CODE = re.compile(r"([1-9][0-9]{5})([0-9]{3})?([0-9]{3})?")
_PROVINCES = (range(11, 16), range(21, 24), range(31, 38), range(41, 47), range(50, 55), range(61, 66), (71, 81, 82))
PROVINCES = frozenset(str(n) for group in _PROVINCES for n in group)
CHINESE_NUMBER = "一二三四五六七八九十"
LANE = r"[巷街路横里马]"
ADDRESS = re.compile(
    rf"^(?P<road>(?=[一-龥]{{2}})(?:[一-龥]|\d+(?={LANE}))+?)(?P<number>\d+)"
    rf"(?:号(?:之(?P<sub>[{CHINESE_NUMBER}]+|\d+)|大院(?P<inner>\d+))?|[-\s]|$)"
)
"""Road and number, then the number within: 环市东路333号之一, 先烈中路81号大院20号."""
ABOVE = re.compile(
    r"^(?:广东省)?(?:广州市|广州(?=[一-龥]{2}区))?(?:[一-龥]{2}区)?(?:[^路巷道里坊]{1,6}街道)?(?:[^路巷道里坊]{1,8}(?:社区|居委会))?"
)
DISTRICT = re.compile(
    r"^(?:[一-龥]{2,7}(?:省|自治区))?(?:[一-龥]{2,6}?市)?"
    r"(?P<district>[一-龥]{1,5}?(?<![小社园校厂开发景市])[区县])(?!大道|[路街巷道])"
)
"""The district that an address names before its road: not 东风小区3号, nor 开发区大道."""
GENERIC = re.compile(r"(社区居民委员会|社区居委会|居民委员会|居委会|社区|街道办事处|街道|街|区)$")
LUCENE = re.compile(r"([+\-!(){}\[\]^\"~*?:\\/&|])")


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a question: an area with its path of areas, upwards.

    An area elsewhere in China has `loaded=False`: its level follows from the code, its offices are unknown.
    """

    code: str
    name: str
    level: AreaLevel
    path: tuple[Area, ...]
    loaded: bool
    how: Message
    """How the place was identified, for people."""


@dataclass(frozen=True, slots=True)
class AreaHit:
    """A full-text search hit."""

    code: str
    name: str
    level: str
    score: float


def _place(network: Network, area: Area, how: Message) -> Place:
    return Place(area.code, area.name, area.level, network.path(area.code), loaded=True, how=how)


def of_gone(network: Network, area: Area, how: Message) -> Place:
    """The place that an area became which does not stand on the day of the network, and which says so.

    Raises:
        NotFound: It was entered by mistake, or has not begun.
        EndedArea: It did not become exactly one other area; the candidates are those into which it went.
    """
    if area.withdrawn or area.until is None or (area.since is not None and area.since > area.until):
        raise NotFound("area", area.code)
    if len(area.successors) == 1 and (home := network.home(area.code)) is not None:
        now = network.areas[home]
        told = message("place.into", how=how, area=area.name, until=area.until, now=now.name)
        return _place(network, now, told)
    into = [a for code in area.successors for a in (network.areas.get(network.home(code) or ""),) if a]
    raise EndedArea(area.name, tuple(Candidate(a.code, full_name(network, a.code)) for a in into), area.until)


def by_code(network: Network, code: str) -> Place:
    """The place of a statistical code of 6, 9 or 12 digits.

    Raises:
        BadInput: Not such a code.
        NotFound: The code lies in a loaded district, but is not among its areas.
    """
    if not (match := CODE.fullmatch(code)) or code[:2] not in PROVINCES:
        raise BadInput("at.code", "area.not_a_code")
    full = code.ljust(12, "0")
    if area := network.areas.get(full):
        return _place(network, area, message("place.by_code"))
    if area := network.gone.get(full):
        return of_gone(network, area, message("place.by_code"))
    if f"{match[1]}000000" in network.areas:
        raise NotFound("area", code)
    return Place(full, "", _level(full), (), loaded=False, how=message("place.not_loaded"))


def _level(full: str) -> AreaLevel:
    zeros = [
        (10, AreaLevel.PROVINCE),
        (8, AreaLevel.CITY),
        (6, AreaLevel.DISTRICT),
        (3, AreaLevel.STREET),
    ]
    return next((level for n, level in zeros if full.endswith("0" * n)), AreaLevel.COMMUNITY)


def core(name: str) -> str:
    """A name without generic words, which differ from year to year (XX社区居委会 / XX社区)."""
    full = unicodedata.normalize("NFKC", name).strip().removeprefix("广东省").removeprefix("广州市")
    shorter = GENERIC.sub("", full)
    return shorter if len(shorter) > 1 else full


def lucene(text: str) -> str:
    """The text as a query of plain words, with the special characters of the query language escaped."""
    return " ".join(LUCENE.sub(r"\\\1", part).lower() for part in text.split()) or '""'


def _above(network: Network, code: str, text: str) -> bool:
    """True if the text before the area's own name contains the name of an area above it."""
    area, *above = network.path(code)
    before = text.removesuffix(core(area.name))
    return any(core(a.name) and core(a.name) in before for a in above)


def full_name(network: Network, code: str) -> str:
    """District, street and community in one line."""
    return " ".join(a.name for a in reversed(network.path(code)) if a.level not in (AreaLevel.PROVINCE, AreaLevel.CITY))


@lru_cache(maxsize=2**16)
def _pinyin(name: str) -> tuple[str, str]:
    syllables = lazy_pinyin(name)
    return "".join(s[:1] for s in syllables), "".join(syllables)


def typed(network: Network, text: str) -> dict[str, int]:
    """The areas that match a partly typed text, each with its rank; 0 is the best.

    The text may be part of the name, its pinyin (sanyanjing) or its initials (syj). A match at the beginning ranks
    before one further inside.
    """
    return ranked_by_name({code: (a.name, core(a.name)) for code, a in network.areas.items()}, text)


def ranked_by_name(names: Mapping[str, tuple[str, ...]], text: str) -> dict[str, int]:
    """Match a partly typed text with names by key, as `typed`.

    The first name of a key is searched; the other names must match exactly.
    """
    query = unicodedata.normalize("NFKC", text).strip().lower()
    latin = query.isascii()
    ranks = {}
    for key, (name, *others) in names.items():
        spellings = _pinyin(name) if latin else (name,)
        if query in (name.lower(), *(o.lower() for o in others)):
            ranks[key] = 0
        elif query and any(spelling.startswith(query) for spelling in spellings):
            ranks[key] = 1
        elif query and any(query in spelling for spelling in spellings):
            ranks[key] = 2
    return ranks


def numeral(text: str) -> int:
    """A number up to 99 in Chinese numerals or digits; 0 if it is neither."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if any(len(p) > 1 or p not in CHINESE_NUMBER[:9] for p in (tens, ones)):
        return 0
    return (CHINESE_NUMBER.index(tens) + 1 if tens else len(ten)) * 10 + (CHINESE_NUMBER.index(ones) + 1 if ones else 0)


def chinese(number: int) -> str:
    """A number from 1 to 99 in Chinese numerals: 14 is 十四."""
    tens, ones = divmod(number, 10)
    ten = ("" if tens == 1 else CHINESE_NUMBER[tens - 1]) + "十" if tens else ""
    return ten + (CHINESE_NUMBER[ones - 1] if ones else "")


def canonical(road: str) -> str:
    """A road's name as it is stored: lane numbers in Chinese (黄田3巷 is 黄田三巷)."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", road))
    return re.sub(rf"\d{{1,2}}(?={LANE})", lambda m: chinese(int(m[0])) or m[0], plain)


def written_district(address: str) -> str | None:
    """The district that an address names; None if it names none."""
    match = DISTRICT.match(re.sub(r"\s", "", unicodedata.normalize("NFKC", address)))
    return match["district"] if match else None


def lies_in(network: Network, code: str, district: str) -> bool:
    """Whether an area lies in the district that an address names."""
    return any(core(a.name) == core(district) for a in network.path(code) if a.level is AreaLevel.DISTRICT)


def _matched(address: str) -> re.Match[str] | None:
    # A space between digits stays: 102 202 is house 102, room 202.
    text = re.sub(r"(?<!\d)\s+|\s+(?!\d)", "", unicodedata.normalize("NFKC", address))
    return ADDRESS.match(ABOVE.sub("", text)) or ADDRESS.match(text)


def readings(address: str) -> tuple[tuple[str, int], ...]:
    """The (road, number) pairs that an address may mean, the narrowest first.

    环市东路333号之一 is number 1 of 环市东路333号, then number 333 of 环市东路. Official lists omit the 路 of a road
    (环市东 for 环市东路): both spellings are returned, the one in the address first.
    """
    if (match := _matched(address)) is None:
        return ()
    road, number = canonical(match["road"]), int(match["number"])
    roads = (road, road.removesuffix("路") if road.endswith("路") else f"{road}路")
    within = numeral(match["sub"]) if match["sub"] else int(match["inner"] or 0)
    inner = f"{number}号" if match["sub"] else f"{number}号大院"
    return (*((f"{r}{inner}", within) for r in roads if within), *((r, number) for r in roads))


def holds(segment: Segment, number: int) -> bool:
    """True if a house number lies in a segment, both ends included."""
    parity = {"odd": number % 2 == 1, "even": number % 2 == 0}.get(segment.parity, True)
    return parity and (segment.low or 0) <= number <= (segment.high or 10**6)
