"""The areas that an address names before its road, in each way in which it can be read (写明的区划)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from knowledge.vocabulary import AreaLevel
from network.names import HAN, STREET_IN_SHORT, WRITTEN, core
from network.snapshot import Network

LEVELS = tuple(WRITTEN)
STEM = re.compile(rf"{HAN}*?(?:大道[东南西北中]?|[路街巷道里坊弄])")
NO_STEM = "东南西北中上下前后左右大小新老横直正内外第一二三四五六七八九十路街巷道里坊马"
SHORTEST = 3
BEHIND_LEVELS = {"街道": AreaLevel.STREET, "社区": AreaLevel.COMMUNITY, "区": AreaLevel.DISTRICT}
BEHIND, LONGEST_STEM = re.compile("|".join(BEHIND_LEVELS)), 6
"""Endings of areas written after a house number, and the largest number of characters before them."""


@dataclass(frozen=True, slots=True)
class AddressHead:
    """Beginning of an address before its road: the lowest area in it, and the text after it."""

    rest: str
    codes: frozenset[str] = frozenset()
    """The loaded areas that this may be; empty where no area is written, or none that is loaded."""
    level: AreaLevel | None = None
    word: str = ""
    unknown: str = ""
    """An area that is written in full and not loaded, or not in the area before it."""
    inside: str = ""
    """The written area in which `unknown` would have to lie, where that is loaded."""


def heads(network: Network, text: str) -> Iterator[AddressHead]:
    """Each way to read the beginning of an address (as `plain` spells it), the shortest first."""
    yield from _after(network, AddressHead(text))


def _after(network: Network, head: AddressHead) -> Iterator[AddressHead]:
    yield head
    if head.unknown:
        return
    for level in LEVELS[LEVELS.index(head.level) + 1 if head.level else 0 :]:
        full = tuple(_in_full(network, level, head.rest))
        for word in full:
            yield from _after(network, _named(network, head, level, word, _of(network, level, word)))
        for word, codes in network.shortened.get(level, {}).items():
            if head.rest.startswith(word) and not any(codes == _of(network, level, name) for name in full):
                yield from _unless_road(network, _named(network, head, level, word, codes))


def _in_full(network: Network, level: AreaLevel, rest: str) -> Iterator[str]:
    if m := WRITTEN[level].match(rest):
        yield m[0]
    if level is AreaLevel.STREET and (m := STREET_IN_SHORT.match(rest)) and _of(network, level, m[0]):
        yield m[0]


def _of(network: Network, level: AreaLevel, word: str) -> frozenset[str]:
    """The loaded areas of a level that are called so."""
    return network.named.get((level, core(word)), frozenset())


def _unless_road(network: Network, head: AddressHead) -> Iterator[AddressHead]:
    """Yield the readings after a shortened name: further areas, or a road that is one without it."""
    if head.unknown:
        return
    for further in _after(network, head):
        if further is not head or has_stem(further.rest):
            yield further


def _named(network: Network, head: AddressHead, level: AreaLevel, word: str, codes: frozenset[str]) -> AddressHead:
    """The head with one more area written; one that is not loaded there is unknown."""
    if head.codes:
        codes = frozenset(c for c in codes if any(lies_in(network, c, above) for above in head.codes))
    rest = head.rest[len(word) :]
    if codes:
        return AddressHead(rest, codes, level, word)
    return replace(head, rest=rest, level=level, unknown=word, inside=head.word)


def behind(network: Network, rest: str) -> Iterator[AddressHead]:
    """The areas that are written behind the house number (三号某某街道), as far as they are loaded."""
    _, _, tail = rest.rpartition("号")
    for m in BEHIND.finditer(tail if tail != rest else ""):
        for begin in range(max(0, m.start() - LONGEST_STEM), m.start()):
            word = tail[begin : m.end()]
            if codes := _of(network, BEHIND_LEVELS[m[0]], word):
                yield AddressHead("", codes, BEHIND_LEVELS[m[0]], word)
                break


def lies_in(network: Network, code: str, above: str) -> bool:
    """True if an area, or its successor, is another area or lies in it."""
    return above == code or above in {a.code for a in network.path(network.home(code) or "")}


def has_stem(rest: str) -> bool:
    """True if a text begins with a complete road name: not 北路, nor 三巷."""
    m = STEM.match(rest)
    return m is not None and len(m[0]) >= SHORTEST and any(c not in NO_STEM for c in m[0])
