"""From a code, name or address to a place with its areas (地点)."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from knowledge.absent import NotLoaded
from knowledge.errors import BadInput, EndedArea, NotFound
from knowledge.messages.message import Message, message
from knowledge.vocabulary import AreaLevel
from network.addresses.decide import candidate
from network.codes import LENGTH, level_of
from network.entities import Area
from network.names import core
from network.snapshot import Network

CODE = re.compile(r"([1-9][0-9]{5})([0-9]{3})?([0-9]{3})?")
_PROVINCES = (range(11, 16), range(21, 24), range(31, 38), range(41, 47), range(50, 55), range(61, 66), (71, 81, 82))
PROVINCES = frozenset(str(n) for group in _PROVINCES for n in group)
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
    """Way in which the place was identified, for people."""


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
    """Return the single successor of an area that has ended by the day of the network, with a note.

    Raises:
        NotFound: It was entered by mistake, or has not begun.
        EndedArea: It has not exactly one successor; the candidates are the areas into which it was merged.
    """
    if area.withdrawn or area.until is None or (area.since is not None and area.since > area.until):
        raise NotFound("area", area.code)
    if len(area.successors) == 1 and (home := network.home(area.code)) is not None:
        now = network.areas[home]
        moved = message("place.into", how=how, area=area.name, until=area.until, now=now.name)
        return _place(network, now, moved)
    into = [a for code in area.successors for a in (network.areas.get(network.home(code) or ""),) if a]
    raise EndedArea(area.name, tuple(candidate(network, a.code) for a in into), area.until)


def by_code(network: Network, code: str) -> Place:
    """The place of a statistical code of 6, 9 or 12 digits.

    Raises:
        BadInput: Not such a code.
        NotFound: The code lies in a loaded district, but is not among its areas.
    """
    if not (match := CODE.fullmatch(code)) or code[:2] not in PROVINCES:
        raise BadInput("at.code", "area.not_a_code")
    full = code.ljust(LENGTH, "0")
    if area := network.areas.get(full):
        return _place(network, area, message("place.by_code"))
    if area := network.gone.get(full):
        return of_gone(network, area, message("place.by_code"))
    if f"{match[1]}000000" in network.areas:
        raise NotLoaded(key=code)
    return Place(full, "", level_of(full), (), loaded=False, how=message("place.not_loaded"))


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
    from pypinyin import lazy_pinyin  # noqa: PLC0415  # slow to import, and most processes look nothing up so

    syllables = lazy_pinyin(name)
    return "".join(s[:1] for s in syllables), "".join(syllables)


def typed(network: Network, text: str) -> dict[str, int]:
    """The areas that match a partly typed text, each with its rank; 0 is the best.

    The text may be part of the name, its pinyin (sanyanjing) or its initials (syj). A match at the beginning ranks
    before one further inside.
    """
    return ranked_by_name({code: (a.name, core(a.name)) for code, a in network.areas.items()}, text)


@lru_cache(maxsize=2**16)
def _written(name: str) -> str:
    """A name for comparison: brackets and letters of half width, lower case."""
    return unicodedata.normalize("NFKC", name).strip().lower()


def ranked_by_name(names: Mapping[str, tuple[str, ...]], text: str) -> dict[str, int]:
    """Match a partly typed text with names by key, as `typed`.

    The first name of a key is searched; the other names must match exactly.
    """
    query = _written(text)
    latin = query.isascii()
    ranks = {}
    for key, (name, *others) in names.items():
        spellings = _pinyin(name) if latin else (_written(name),)
        if query in (_written(name), *map(_written, others)):
            ranks[key] = 0
        elif query and any(spelling.startswith(query) for spelling in spellings):
            ranks[key] = 1
        elif query and any(query in spelling for spelling in spellings):
            ranks[key] = 2
    return ranks
