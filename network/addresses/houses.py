"""Road and house numbers in the rest of an address, in each way in which they can be read (路名门牌)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from network.addresses.numerals import LANE, NUMERAL, canonical, numeral, value
from network.addresses.written import has_stem
from network.entities import Segment
from network.names import HAN, plain

HOUSE = re.compile(
    rf"^(?P<road>(?={HAN}{{2}})(?:{HAN}|\d+(?={LANE})){{2,}}?)(?:门牌)?第?"
    rf"(?:(?P<number>\d+)(?:号|之|(?=大院)|[-、至到和与及或,/]|\s(?!\d+号)|$)|(?P<chinese>{NUMERAL})(?=号|之))"
)
"""The road, and the first number: digits, or Chinese numerals before 号."""
WITHIN = re.compile(rf"^号?(?:之(?P<sub>{NUMERAL})号?|大院(?:之)?(?P<inner>{NUMERAL})?)")
"""333号之一, 333之一号, 81号大院20号."""
FURTHER = re.compile(
    rf"(?P<join>[-至到、,;/+.]|以?及|或者?|还有|[和与跟同])第?(?P<number>{NUMERAL})(?P<house>(?:[单双]?号)?)"
)
"""A further number: 99-101号, 95至101号, 95、97、101号, 95号或者96号."""
NEAR = re.compile(
    r"对[面过门街]|斜对|附近|[邻临靠]近|毗邻|紧[邻靠]|隔[壁离篱邻一]|旁边|旁$|侧边|后面|前面|背[后面]|一带|周[边围]"
    r"|交[界叉汇]|相邻|贴[住着]|[左右][边侧面手]|左右"
)
BESIDE = re.compile(
    r"以[东西南北前后上下内外]|[往向朝][东西南北前后左右里]|[东西南北前后][边面方](?![路街巷道里])|[东西南北]侧(?:$|第|的)|隔[条几两二三]"
    r"|过[去来]|旁|之[间前后]|中间|起$|开始|[上下][一个]?[家间户栋]|后[街巷]"
)
"""Words for the surroundings of a place, only after a house number: before one they may be a part of a name."""
ANOTHER = re.compile(rf"{HAN}{{2,}}?(?:大道[东南西北中]?|[路街巷道])(?:{NUMERAL})号|[、和与及或,;]{HAN}{{2}}")
BUILDING = re.compile(
    rf"^(?P<name>{HAN}[{HAN[1:-1]}A-Za-z0-9]*?)(?:(?:{NUMERAL}|[A-Za-z])(?:栋|幢|座|期|号楼|单元|梯)|$)"
)
INNER = re.compile(rf"^(?P<road>{HAN}{{2,}}?(?:大道[东南西北中]?|[路街]))(?P<tail>{HAN}{{2,}})$")
NUMBERED = re.compile(rf"{HAN}{{2,}}第?(?:\d+|{NUMERAL})(?:号|之|[-至到]\d)")
AREA_NAME = re.compile(r"(?:社区|居委会|村委会|委员会|街道|办事处|[镇乡村区])$")
WAYS = "街巷道里坊弄"
MOST = 400
"""Largest range of house numbers that is read number by number."""


@dataclass(frozen=True, slots=True)
class House:
    """A road with house numbers, as an address may mean it; without numbers a road or an estate as a whole."""

    road: str
    numbers: tuple[int, ...] = ()
    inner: tuple[str, ...] = ()
    """Roads formed by the houses within this number, where the address names none of them: 环市东路333号."""
    beside: str = ""
    """Road from which a lane branches off, where the address writes it before the lane."""


def houses(rest: str) -> tuple[House, ...]:
    """Return the possible meanings of the rest of an address, the narrowest first.

    环市东路333号之一 is number 1 of 环市东路333号, then number 333 of 环市东路. Official lists omit the 路 of a
    road (环市东 for 环市东路): both spellings are returned, the one in the address first.
    """
    if (m := HOUSE.match(rest)) is None:
        m = BUILDING.match(rest)
        return tuple(House(canonical(name)) for name in _spelled(m["name"])) if m and len(m["name"]) > 1 else ()
    number = value(m["number"] or m["chinese"])
    after = rest[m.end("number") if m["number"] else m.end("chinese") :]
    numbers = _numbers(number, after)
    return tuple(_readings(m["road"], number, numbers, WITHIN.match(after))) if numbers else ()


def written_with_number(text: str) -> bool:
    """True if a text for a place is an address: a number after the name of a road, and not the name of an area."""
    return NUMBERED.search(plain(text)) is not None and not AREA_NAME.search(text.strip())


def only_near(rest: str) -> bool:
    """True if an address names only the surroundings of the place."""
    m = HOUSE.match(rest)
    return NEAR.search(rest, m.end() if m else 0) is not None or (
        m is not None and BESIDE.search(rest, m.end()) is not None
    )


def several(rest: str) -> bool:
    """True if another road with a number follows the first one."""
    m = HOUSE.match(rest)
    return m is not None and ANOTHER.search(rest, m.end()) is not None


def _readings(road: str, number: int, numbers: tuple[int, ...], inner: re.Match[str] | None) -> Iterator[House]:
    roads = [(r, "") for r in _spelled(road)]
    if (m := INNER.match(road)) and has_stem(m["tail"]):
        roads += [(r, canonical(m["road"])) for r in _spelled(m["tail"])]
    for name, beside in ((canonical(r), b) for r, b in roads):
        if inner and (text := inner["sub"] or inner["inner"]) and (within := numeral(text)):
            yard = f"{name}{number}号" if inner["sub"] else f"{name}{number}号大院"
            yield House(yard, (within,), beside=beside)
    for name, beside in ((canonical(r), b) for r, b in roads):
        yard = f"{name}{number}号"
        whole = inner is None or not (inner["sub"] or inner["inner"])
        yield House(name, numbers, (yard, f"{yard}大院") if whole else (), beside)


def _spelled(road: str) -> tuple[str, ...]:
    """The name as written, then with or without its 路."""
    if road.endswith("路"):
        return road, road.removesuffix("路")
    return (road,) if road[-1] in WAYS else (road, f"{road}路")


def _numbers(first: int, after: str) -> tuple[int, ...]:
    """All numbers that an address spans, ends and what lies between: those of one side, where both ends are on it."""
    spanned, last, at = [first] if first else [], first, len("号") if after.startswith("号") else 0
    closed: list[int] = []
    while spanned and (m := FURTHER.match(after, at)):
        number, at = value(m["number"]), m.end()
        if m["join"] in "-至到":
            if number <= last or number - last > MOST:
                break  # 20-3号 is a number within number 20
            spanned += range(last, number + 1, 1 if (number - last) % 2 else 2)
        else:
            spanned.append(number)
        last = number
        closed = spanned[:] if m["house"] else closed
    return tuple(dict.fromkeys(closed or spanned[:1]))


def holds(segment: Segment, number: int) -> bool:
    """True if a house number lies in a segment, both ends included."""
    parity = {"odd": number % 2 == 1, "even": number % 2 == 0}.get(segment.parity, True)
    return number > 0 and parity and (segment.low or 0) <= number <= (segment.high or 10**6)
