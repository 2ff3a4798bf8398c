"""The official text of address segments, read only as far as it is certain (门牌路段).

「山河东街1-15（单号）、2-30（双号）；山河五横1-47（单号）、20号；」 becomes stretches of roads.  A part between
semicolons is taken whole or refused whole.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from loaders.directory.roads import PART, WHOLE
from network.addresses.numerals import CHINESE_NUMBER, canonical, chinese, numeral
from network.entities import Segment

ODD, EVEN, ALL = "odd", "even", "all"
PARITY = {"单号": ODD, "双号": EVEN, "单双号": ALL, "含单双号": ALL, "单": ODD, "双": EVEN, "全": ALL}
PARITY |= {"奇数": ODD, "偶数": EVEN, "奇": ODD, "偶": EVEN, "全部": ALL, "": ALL, "odd": ODD, "even": EVEN, "all": ALL}

_N = rf"(?:[{CHINESE_NUMBER}]+|\d+)"
_SUFFIX = r"(?:大|横|马|直)?[路街巷里]|横"
SERIES = re.compile(rf"(?P<stem>[一-龥]{{0,6}}?)(?P<list>{_N}(?:[、至-]{_N})+)(?P<suffix>{_SUFFIX})")
"""培正一、二横路 · 龟岗一至五马路 · 黄田1、2、3巷."""
BETWEEN = re.compile(
    rf"(?P<stem>[一-龥]{{0,6}}?)(?P<low>{_N})(?P<suffix>{_SUFFIX})[至-](?P=stem)(?P<high>{_N})(?P=suffix)"
)
"""西一街至西十四街."""
NUMBERS = re.compile(
    rf"(?:(?P<road>[一-龥]{{2,12}}?):?)?(?P<low>\d+)号?(?:[-至](?P<high>\d+)号?)?"
    rf"(?:之(?P<sub>{_N})(?:[-至]之?(?P<sub_high>{_N}))?)?(?P<yard>大院)?"
)
MORE = re.compile(rf"之(?P<sub>{_N})(?:[-至]之?(?P<sub_high>{_N}))?")
NAME = re.compile(r"[一-龥]{2,12}")
NO_NAME = re.compile(
    rf"^(新旧|其中|含|不含|[{CHINESE_NUMBER}]+(?:横|马|街|巷|路|直))|门牌|除外|以外|之|号|至|及|与|等|附近|其[他余]|[{CHINESE_NUMBER}]$"
)
"""Words that resemble a name and mean something else."""
ITEM = re.compile(r"(?P<body>[^()]*)(?P<notes>(?:\([^()]*\))*)")


class Unclear(Exception):  # a fact about a text, as the domain errors are
    """A part that can be read in several ways, or in none; the argument is the code of the message."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """House numbers of a road, both ends included; without ends the whole road."""

    road: str
    low: int | None = None
    high: int | None = None
    parity: str | None = ALL
    """None until a bracket states it."""


@dataclass(frozen=True, slots=True)
class SegmentPart:
    """One part of the text: its stretches, or the code of why it has none; `note` is the code of what was left out."""

    text: str
    stretches: tuple[Stretch, ...]
    reason: str | None = None
    note: str | None = None


def segment(stretch: Stretch, area: str, source: str, *, withdrawn: bool = False) -> Segment:
    """The record, keyed by its content."""
    road, parity = canonical(stretch.road), stretch.parity or ALL
    ends = "" if stretch.low is None else f"{stretch.low}-{stretch.high}"
    return Segment(f"{road}:{parity}:{ends}@{area}", road, area, source, parity, stretch.low, stretch.high, withdrawn)


def contradicts(low: int, high: int, parity: str) -> bool:
    """True if an end of a range is not on its stated side."""
    return any(_inward(end, parity, 1) != end for end in (low, high))


def parts(text: str) -> Iterator[SegmentPart]:
    """Read a text, part by part (between semicolons)."""
    for one in _split(_plain(text), ";"):
        try:
            clear, note = _certain(_part(one))
            yield SegmentPart(one, tuple(clear), note=note)
        except Unclear as e:
            yield SegmentPart(one, (), reason=str(e))


def _plain(text: str) -> str:
    """One sign for each thing: brackets, dashes, separators; spaces only where they separate or confuse."""
    plain = re.sub(r"[-—–―‐−~〜]+", "-", unicodedata.normalize("NFKC", text)).replace("。", ";").replace(",", "、")
    plain = re.sub(r"\s*([、;(:-])\s*|\s+(?=[)号])", lambda m: m[1] or "", plain)
    plain = re.sub(r"(?<=[一-龥)])\s+(?=[一-龥])", ";", plain)
    return re.sub(r"(?<=[^\s号院)])\s+(?=\d)", "", plain).strip()


def _split(text: str, separator: str) -> list[str]:
    """Split outside brackets."""
    pieces, depth, start = [], 0, 0
    for i, c in enumerate(text):
        depth += (c == "(") - (c == ")")
        if c == separator and depth <= 0:
            pieces.append(text[start:i])
            start = i + 1
    return [p.strip() for p in (*pieces, text[start:]) if p.strip()]


def _part(text: str) -> list[Stretch]:
    bare = re.sub(r"\((?:含?单双号|单号|双号)\)$", "", text)
    if named := _series(bare):
        return [Stretch(n) for n in named]
    reader = _Reader([])
    for item in _split(text, "、"):
        m = ITEM.fullmatch(item)
        if m is None:
            raise Unclear("segment.brackets")
        reader.read(m["body"], re.findall(r"\(([^()]*)\)", m["notes"]))
    return reader.stretches


def _series(text: str) -> list[str]:
    """The roads that an enumeration of ordinals names; none where the text is none."""
    if m := BETWEEN.fullmatch(text):
        numbers = _range(numeral(m["low"]), numeral(m["high"]))
    elif m := SERIES.fullmatch(text):
        numbers = [n for piece in m["list"].split("、") for n in _ordinals(piece)]
    else:
        return []
    return [f"{m['stem']}{chinese(n)}{m['suffix']}" for n in numbers]


def _ordinals(piece: str) -> list[int]:
    ends = [numeral(p) for p in re.split(r"[至-]", piece)]
    return _range(ends[0], ends[-1])


def _range(low: int, high: int) -> list[int]:
    if not 0 < low <= high < 100:  # noqa: PLR2004  # no street counts its lanes beyond 99
        raise Unclear("segment.ordinals_out_of_order")
    return list(range(low, high + 1))


@dataclass(slots=True)
class _Reader:
    """Reads the items of a part in turn: later items belong to the road of earlier ones."""

    stretches: list[Stretch]
    road: str | None = None
    number: int | None = None
    open: int = 0
    """First stretch to which a following 「（双号）」 may belong."""

    def read(self, body: str, notes: list[str]) -> None:
        parity, numbers, beside = _notes(notes)
        if m := MORE.fullmatch(body):
            if self.road is None or self.number is None:
                raise Unclear("segment.no_number_before_zhi")
            self._sub(m["sub"], m["sub_high"])
        elif m := NUMBERS.fullmatch(body):
            self._numbered(m, numbers)
        elif NAME.fullmatch(WHOLE.sub("", body)) and not NO_NAME.search(body) and not PART.search(WHOLE.sub("", body)):
            self._named(WHOLE.sub("", body), numbers, beside)
            beside = []
        else:
            raise Unclear("segment.road_and_numbers_unclear")
        if beside:
            raise Unclear("segment.names_in_brackets")
        if parity is not None:
            self._close(parity)

    def _named(self, road: str, numbers: list[str], beside: list[str]) -> None:
        self.road, self.number, self.open = road, None, len(self.stretches)
        if numbers:
            self._listed(numbers)
        else:
            self.stretches += [Stretch(road), *(Stretch(road + b) for b in beside)]
            self.road = None  # a whole road: a bare number after it would be unclear

    def _listed(self, numbers: list[str]) -> None:
        for n in numbers:
            m = NUMBERS.fullmatch(n)
            if m is None or m["road"]:
                raise Unclear("segment.numbers_in_brackets")
            self._numbered(m, [])

    def _numbered(self, m: re.Match[str], numbers: list[str]) -> None:
        if m["road"]:
            if NO_NAME.search(m["road"]):
                raise Unclear("segment.road_unclear")
            self.road, self.open = m["road"], len(self.stretches)
        if self.road is None:
            raise Unclear("segment.no_road")
        if (m["high"] and (m["sub"] or m["yard"])) or (m["sub"] and m["yard"]) or (numbers and not m["yard"]):
            raise Unclear("segment.numbers_ambiguous")
        low, high = int(m["low"]), int(m["high"] or m["low"])
        if low > high:
            raise Unclear("segment.numbers_out_of_order")
        self.number = low
        if m["sub"]:
            self._sub(m["sub"], m["sub_high"])
        elif numbers:
            outer, self.road = self.road, f"{self.road}{low}号大院"
            self._listed(numbers)
            self.road = outer
        else:
            self.stretches.append(Stretch(self.road, low, high, None))

    def _sub(self, low: str, high: str | None) -> None:
        """之一至之四: the numbers within a house number become a road of their own."""
        ends = _range(numeral(low), numeral(high or low))
        self.stretches.append(Stretch(f"{self.road}{self.number}号", ends[0], ends[-1], ALL))

    def _close(self, parity: str) -> None:
        """Apply a parity to the stretches before it, back to the last one, where the ends agree with it."""
        for i, s in enumerate(self.stretches[self.open :], self.open):
            if s.parity is not None or s.low is None or s.high is None:
                continue
            last = i == len(self.stretches) - 1
            if parity not in {ALL, _own(s)} and (not last or _own(s) != ALL):
                raise Unclear("segment.parity_disagrees")
            self.stretches[i] = replace(
                s, low=_inward(s.low, parity, 1), high=_inward(s.high, parity, -1), parity=parity
            )
        self.open = len(self.stretches)


def _inward(end: int, parity: str, step: int) -> int:
    """An end of a range on the side that is meant: 1-20（单号） ends with 19."""
    return end if parity == ALL or (end % 2 == 1) == (parity == ODD) else end + step


def _notes(notes: list[str]) -> tuple[str | None, list[str], list[str]]:
    """Parity, house numbers and further roads in brackets; names of estates are ignored."""
    parity: str | None = None
    numbers: list[str] = []
    beside: list[str] = []
    for note in notes:
        if re.search(r"除外|以外|不含|不包括", note) or (PART.search(note) and not WHOLE.fullmatch(note)):
            raise Unclear("segment.exception")
        if "拆迁" in note:
            continue
        if note.startswith("含") and "单双号" not in note:
            beside += _beside(note.removeprefix("含"))
            continue
        for piece in note.split("、"):
            if piece in PARITY:
                parity = PARITY[piece]
            elif re.search(r"\d", piece):
                numbers.append(piece)
    return parity, numbers, beside


def _beside(text: str) -> list[str]:
    if named := _series(text):
        return named
    raise Unclear("segment.names_after_han")


def _own(s: Stretch) -> str:
    """The parity that both ends share, or all."""
    low, high = s.low or 0, s.high or 0
    return ALL if (high - low) % 2 else (ODD if low % 2 else EVEN)


def _certain(stretches: list[Stretch]) -> tuple[list[Stretch], str | None]:
    """Restrict a range without parity to the certain side if its ends share one, and note it.

    「文明路207号—211号」 may mean three houses or five; the even side belongs to another street there.
    """
    clear, note = [], None
    for s in stretches:
        if s.parity is not None:
            clear.append(s)
        elif s.low == s.high:
            clear.append(replace(s, parity=ALL))
        else:
            own = _own(s)
            clear.append(replace(s, parity=own))
            if own != ALL:
                note = "segment.one_side_only"
    return clear, note
