"""In which unit the numbers of a column are: in the remark of its heading, or elsewhere in the sheet (单位)."""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from knowledge.folding import folded
from loaders.tables.cell_text import MERGED

_SIZES = {"": 1, "十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
UNITS: Mapping[str, Mapping[str, int]] = {
    "people": {f"{size}{of}": n for size, n in _SIZES.items() for of in ("", "人", "人次", "名", "个", "位")},
    "yuan": {f"{size}{of}": n for size, n in _SIZES.items() for of in ("", "元", "块")},
    "years": dict.fromkeys(("", "岁", "周岁", "年"), 1),
}
"""Factor from each stated unit to the column's own unit."""
_UNIT = re.compile(
    r"[十百千万亿]?(?:人次?|名|个|位|元|块|户|张|间|套|处|家)|[十百千万亿]|周?岁|月[龄大]?|个月|天|日|周|年|小时|[%‰wk]",
    re.IGNORECASE,
)
"""Pattern of a unit, of any kind."""
_SIZED = re.compile(r"[十百千万亿](?:人|名|户|个|元)|[按以]月")
"""A unit within a sentence."""
_STATED = re.compile(r"(?<![报送表制管任造填])单位(?:均?[为是])?:?(?P<unit>[^()]*)")
"""A unit that a text calls so; not whoever filled the table in (填报单位)."""
_LARGE = re.compile(r"[百千万亿月%‰]")
_PER = re.compile(r"(?P<of>[十百千万]?[元块])?(?:[/每·]人)?(?:[/每·](?P<per>[^/每·人]+))?(?:[/每·]人)?")
"""For what an amount is paid: 元/月, 元/人·月, 元/月/人, 每月."""
_NOTE = re.compile(
    r"(?:为?必[填须]|[选可]填|可[选空]|可不填|请?填?(?:整数|数字)|不?含(?:本数)?|(?:户籍|常住|实有|在册|实际)(?:人口|儿童)?)"
    r"|(?:\d+(?:周?岁)?[-~至到])?\d+周?岁(?:以[上下]|及以[上下])?|[不未]满\d+周?岁|\d+周?岁(?:以[上下]|及以[上下])"
)
"""Other remarks on a counted column: how it is filled in, whom it counts."""
_REMARK = re.compile(r"(?<=.)(?:[(\[【〔<《](.*?)[)\]】〕>》]*|[/:](.+)|(?<![报送表制管任造填])(单位.+))$")
"""Remark after the name in a heading."""


class StatedUnit(NamedTuple):
    """Factor from the stated unit to the column's own, and the period of an amount."""

    times: int = 1
    per: str = ""


def bare(text: str) -> str:
    """A text as it is compared: no full-width signs, spaces, stars."""
    return re.sub(r"[*_]", "", folded(text)).replace("—", "-")


def remark(heading: str) -> str:
    """Return the remark after the name in a heading: 万人 of 未成年人数（万人）."""
    m = _REMARK.search(bare(heading))
    return next((g for g in m.groups() if g), "") if m else ""


def without_remark(heading: str) -> str:
    """The name in a heading."""
    return _REMARK.sub("", bare(heading))


def unit_of(heading: str, kind: str | None) -> StatedUnit | None:
    """The unit of a column's numbers; None if its heading has a remark that is neither a unit of it nor a note."""
    unit = StatedUnit()
    for part in re.split(r"[,、;]", remark(heading) if kind else ""):
        text = re.sub(r"^.{0,2}单位(?:为|是)?:?", "", part)
        if not text or _NOTE.fullmatch(text):
            continue
        m = _PER.fullmatch(text) if kind == "yuan" else None
        times = UNITS[kind or ""].get((m["of"] or "") if m else text)
        if times is None or unit != StatedUnit():
            return None
        unit = StatedUnit(times, (m["per"] or "") if m else "")
    return unit


def scaled(text: str, unit: StatedUnit) -> str:
    """A number in the column's own unit, with what it is paid for; a text that would be no whole one stays."""
    plain_text = unicodedata.normalize("NFKC", text).replace(",", "")
    if unit.times != 1 and re.fullmatch(r"\d+(?:\.\d+)?", plain_text):
        number = Decimal(plain_text) * unit.times
        text = str(int(number)) if number == int(number) else text
    return f"{text}/{unit.per}" if unit.per and text else text


def only_units(cells: Sequence[str]) -> bool:
    """True if all texts of a row are units, as some write them under the header."""
    texts = [re.sub(r"[()\[\]【】/-]|^.{0,2}单位:?", "", bare(c)) for c in cells if c and c != MERGED]
    return any(texts) and all(_UNIT.fullmatch(t) for t in texts if t)


def other_unit(text: str, kinds: Collection[str]) -> bool:
    """True if a text beside the table states a unit that is not the one of these columns."""
    plain_text = bare(text)
    inner = plain_text.strip("()[]【】")
    if _UNIT.fullmatch(inner):
        return not _own(inner, kinds)
    if m := _STATED.search(plain_text):
        stated = m["unit"].strip(":,。")
        return bool(_UNIT.fullmatch(stated) or _LARGE.search(stated)) and not _own(stated, kinds)
    return _SIZED.search(plain_text) is not None


def _own(stated: str, kinds: Collection[str]) -> bool:
    factors = {UNITS[kind].get(stated) for kind in kinds}
    return 1 in factors and factors <= {1, None}
