"""Names of roads in cells: the name alone, of a whole road (路名)."""

import re
from collections.abc import Sequence

from knowledge.vocabulary import AreaLevel
from network.addresses.numerals import canonical
from network.names import WRITTEN

WHOLE = re.compile(r"(?<=.{2})(?:全(?:路段|路|段|线|程|条)|整条|整段)$")
"""Suffix of a road that is meant as a whole."""
PART = re.compile(
    r"[东南西北两左右单双][侧边面]$|[东南西北两]侧|沿线|路段|以[东南西北上下]|部分|[除另]外|待[定补查核]|不详|未知|暂无"
    r"|(?<=[路街巷里坊])[及与和]"
)
"""Words for only a part of the road, or for none."""
ROAD = re.compile(r"[㐀-鿿]{2,20}(?:\d+号(?:大院)?)?")
"""Name of a road, also of one formed by the houses within a number."""
NO_ROAD_NAME = re.compile(r"无|没有|同上|空白?|(?:全部|所有|其[他余]).*")
"""Words in a cell for a road that are none."""
ELSEWHERE = tuple(WRITTEN[level] for level in (AreaLevel.PROVINCE, AreaLevel.CITY, AreaLevel.DISTRICT))
"""Areas above a street, which are no part of a road's name."""


def road_name(text: str, above: Sequence[str], *, numbered: bool = True) -> str | None:
    """The name of a road as it is stored, without the areas in which it lies; None where the text is no name of one.

    A road may be that of the houses within a number (环市东路333号), but not without numbers of its own.
    """
    name = canonical(text)
    for area in above:
        name = name.removeprefix(area) or name
    name = name if numbered else WHOLE.sub("", name)
    wrong = (
        NO_ROAD_NAME.fullmatch(name) or WHOLE.search(name) or PART.search(name) or any(w.match(name) for w in ELSEWHERE)
    )
    return name if ROAD.fullmatch(name) and not wrong and (numbered or not name.endswith("号")) else None
