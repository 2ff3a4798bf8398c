"""From a code, a name or an address to the place that answers (地点)."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from pypinyin import lazy_pinyin

from knowledge.errors import BadInput, NotFound
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
GENERIC = re.compile(r"(社区居民委员会|社区居委会|居民委员会|居委会|社区|街道办事处|街道|街|区)$")
LUCENE = re.compile(r"([+\-!(){}\[\]^\"~*?:\\/&|])")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the question is asked: the area and those above it, upwards.

    An area elsewhere in China is `loaded=False`: its level is known from the code, its offices are not.
    """

    code: str
    name: str
    level: AreaLevel
    path: tuple[Area, ...]
    loaded: bool
    how: str
    """How it was found, for people."""


@dataclass(frozen=True, slots=True)
class Named:
    """A full-text hit."""

    code: str
    name: str
    level: str
    score: float


def _place(network: Network, area: Area, how: str) -> Place:
    return Place(area.code, area.name, area.level, network.path(area.code), loaded=True, how=how)


def by_code(network: Network, code: str) -> Place:
    """The place of a statistical code of 6, 9 or 12 digits.

    Raises:
        BadInput: not such a code.
        NotFound: a code inside a loaded district that its list does not have.
    """
    if not (m := CODE.fullmatch(code)) or code[:2] not in PROVINCES:
        raise BadInput("at.code", "area.not_a_code")
    full = code.ljust(12, "0")
    if area := network.areas.get(full):
        return _place(network, area, "按代码")
    if f"{m[1]}000000" in network.areas:
        raise NotFound("area", code)
    return Place(full, "", _level(full), (), loaded=False, how="按代码；该地数据未载入")


def _level(full: str) -> AreaLevel:
    zeros = [
        (10, AreaLevel.PROVINCE),
        (8, AreaLevel.CITY),
        (6, AreaLevel.DISTRICT),
        (3, AreaLevel.STREET),
    ]
    return next((level for n, level in zeros if full.endswith("0" * n)), AreaLevel.COMMUNITY)


def core(name: str) -> str:
    """A name without the words that every such name has; names differ so by year (XX社区居委会 / XX社区)."""
    kept = unicodedata.normalize("NFKC", name).strip().removeprefix("广东省").removeprefix("广州市")
    shorter = GENERIC.sub("", kept)
    return shorter if len(shorter) > 1 else kept


def lucene(text: str) -> str:
    """The text with the query language's signs escaped: what people type is words."""
    return " ".join(LUCENE.sub(r"\\\1", part).lower() for part in text.split()) or '""'


def _above(network: Network, code: str, wanted: str) -> bool:
    """Whether what was typed before the area's own name is the name of an area above it."""
    own, *above = network.path(code)
    before = wanted.removesuffix(core(own.name))
    return any(core(a.name) and core(a.name) in before for a in above)


def full_name(network: Network, code: str) -> str:
    """District, street and community in one line."""
    return " ".join(a.name for a in reversed(network.path(code)) if a.level not in (AreaLevel.PROVINCE, AreaLevel.CITY))


@lru_cache(maxsize=2**16)
def _sounds(name: str) -> tuple[str, str]:
    said = lazy_pinyin(name)
    return "".join(s[:1] for s in said), "".join(said)


def typed(network: Network, text: str) -> dict[str, int]:
    """The areas that somebody who is still typing may mean, each with its rank, 0 the best.

    Part of the name, its pinyin (sanyanjing) or the initials (syj); what begins so comes before what holds it.
    """
    return heard({code: (a.name, core(a.name)) for code, a in network.areas.items()}, text)


def heard(names: Mapping[str, tuple[str, ...]], text: str) -> dict[str, int]:
    """What is called so, by its first name and by other exact ones: as `typed`."""
    wanted = unicodedata.normalize("NFKC", text).strip().lower()
    latin = wanted.isascii()
    found = {}
    for key, (name, *others) in names.items():
        said = _sounds(name) if latin else (name,)
        if wanted in (name.lower(), *(o.lower() for o in others)):
            found[key] = 0
        elif wanted and any(h.startswith(wanted) for h in said):
            found[key] = 1
        elif wanted and any(wanted in h for h in said):
            found[key] = 2
    return found


def numeral(text: str) -> int:
    """A number up to 99 in Chinese or digits, as houses and lanes are counted; 0 where it is none."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if any(len(p) > 1 or p not in CHINESE_NUMBER[:9] for p in (tens, ones)):
        return 0
    return (CHINESE_NUMBER.index(tens) + 1 if tens else len(ten)) * 10 + (CHINESE_NUMBER.index(ones) + 1 if ones else 0)


def chinese(number: int) -> str:
    """A number from 1 to 99 in Chinese: 14 is 十四."""
    tens, ones = divmod(number, 10)
    ten = ("" if tens == 1 else CHINESE_NUMBER[tens - 1]) + "十" if tens else ""
    return ten + (CHINESE_NUMBER[ones - 1] if ones else "")


def canonical(road: str) -> str:
    """A road's name as it is kept: lanes counted in Chinese (黄田3巷 is 黄田三巷)."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", road))
    return re.sub(rf"\d{{1,2}}(?={LANE})", lambda m: chinese(int(m[0])) or m[0], plain)


def _matched(address: str) -> re.Match[str] | None:
    # A space between digits stays: 102 202 is house 102, room 202.
    text = re.sub(r"(?<!\d)\s+|\s+(?!\d)", "", unicodedata.normalize("NFKC", address))
    return ADDRESS.match(ABOVE.sub("", text)) or ADDRESS.match(text)


def readings(address: str) -> tuple[tuple[str, int], ...]:
    """What an address names, the narrowest first: 环市东路333号之一 is number 1 of 环市东路333号, and 环市东路 333.

    Official lists leave the 路 of a road away (环市东 for 环市东路): both are read, as written first.
    """
    if (m := _matched(address)) is None:
        return ()
    road, number = canonical(m["road"]), int(m["number"])
    roads = (road, road.removesuffix("路") if road.endswith("路") else f"{road}路")
    within = numeral(m["sub"]) if m["sub"] else int(m["inner"] or 0)
    inner = f"{number}号" if m["sub"] else f"{number}号大院"
    return (*((f"{r}{inner}", within) for r in roads if within), *((r, number) for r in roads))


def holds(segment: Segment, number: int) -> bool:
    """Whether a house number lies in a segment; both ends belong to it."""
    parity = {"odd": number % 2 == 1, "even": number % 2 == 0}.get(segment.parity, True)
    return parity and (segment.low or 0) <= number <= (segment.high or 10**6)
