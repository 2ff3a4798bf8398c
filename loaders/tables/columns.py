"""Which column of a form each heading is, in which unit its numbers are, and where the header ends (列)."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from loaders.tables.cell_text import MERGED

_SIZES = {"": 1, "十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
UNITS: Mapping[str, Mapping[str, int]] = {
    "people": {f"{size}{of}": n for size, n in _SIZES.items() for of in ("", "人", "人次", "名", "个", "位")},
    "yuan": {"": 1, "元": 1, "万元": 10_000},
    "years": dict.fromkeys(("", "岁", "周岁", "年"), 1),
}
"""How many of the column's own unit one of the heading's is."""
_UNIT = re.compile(
    r"(?:单位[:：]?)?((?:[十百千万亿]?(?:人次?|名|个|位|元|户))|[十百千万亿]|周?岁|月龄?|个月|天|日|周|年|小时|%|％|‰)"
)
"""A remark that is a unit."""
_OF_AGE = re.compile(r"\d+(?:周?岁)?[-~至到–—]\d+周?岁|[不未]满\d+周?岁|\d+周?岁(?:以[上下]|及以下)")
"""A remark that says whom a column counts."""
_UNITLIKE = re.compile(r"[万千百亿月%％‰wWkK]|[户间张]数?$|\d")
"""A remark that may be a unit which is not known."""
_REMARK = re.compile(r"[(（\[【<《/／](.*?)[)）\]】>》]?$")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a contract; `names` are its headings, Chinese and English."""

    key: str
    names: tuple[str, ...]
    required: bool = False
    unit: str | None = None
    """What its numbers count, a key of `UNITS`; None for what is no number."""

    @property
    def label(self) -> str:
        """The heading that templates use."""
        return self.names[0] if self.names else self.key


def column(key: str, *names: str, required: bool = False, unit: str | None = None) -> Column:
    """A column by its key, the headings that people write for it, and whether a file must have it."""
    return Column(key, names, required, unit)


def plain(header: str) -> str:
    """A heading without what people add to it: case, spaces, stars, remarks in brackets."""
    return re.sub(r"\(.*|[\s*_:-]", "", unicodedata.normalize("NFKC", header).lower())


def unit_of(heading: str) -> str | None:
    """The unit in the remark of a heading: 万人 of 未成年人数（万人）; None if it names none."""
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", heading))
    remark = _REMARK.search(text) or re.search(r"单位[:：]?(.+)$", text)
    m = _UNIT.fullmatch(remark[1]) if remark else None
    return m[1] if m else None


def factor(heading: str, of: Column) -> int | None:
    """How many of the column's own unit one of the heading's is; None if that cannot be told."""
    unit = unit_of(heading)
    if unit is None:
        remark = _REMARK.search(re.sub(r"\s", "", unicodedata.normalize("NFKC", heading))) if of.unit else None
        doubtful = remark and _UNITLIKE.search(remark[1]) and not _OF_AGE.search(remark[1])
        return None if doubtful else 1
    return UNITS.get(of.unit or "", {}).get(unit)


def only_units(cells: Sequence[str]) -> bool:
    """Whether all texts of a row are units, as some write them under the header."""
    texts = [re.sub(r"[\s()\[\]【】]", "", unicodedata.normalize("NFKC", c)) for c in cells if c and c != MERGED]
    return bool(texts) and all(_UNIT.fullmatch(t) for t in texts)


def scaled(text: str, by: int) -> str:
    """A number in the column's own unit; a text that is no number, or would be no whole one, stays as it is."""
    plain_text = unicodedata.normalize("NFKC", text).replace(",", "")
    if by == 1 or not re.fullmatch(r"\d+(?:\.\d+)?", plain_text):
        return text
    number = Decimal(plain_text) * by
    return str(int(number)) if number == int(number) else text


def placed(cells: Sequence[str], form: Sequence[Column], mapping: Mapping[str, str]) -> dict[int, str]:
    """Column key by position in a header row; the person's mapping goes before the names of columns."""
    names = {plain(n): c.key for c in form for n in (c.key, *c.names)}
    keys = {i: mapping.get(cell, names.get(_whole(cell, names), "")) for i, cell in enumerate(cells)}
    return {i: key for i, key in keys.items() if key}


def _whole(cell: str, names: Mapping[str, str]) -> str:
    """The heading in plain form; without a unit that was written after it without brackets, if only so it is known."""
    heading = plain(cell)
    if heading in names:
        return heading
    shorter = re.sub(r"[/／](?:.*)$|单位.*$", "", heading)
    return shorter if shorter in names else heading


def lacking(cells: Sequence[str], form: Sequence[Column], mapping: Mapping[str, str]) -> list[Column]:
    """The required columns of a form that a header row does not have."""
    present = set(placed(cells, form, mapping).values())
    return [c for c in form if c.required and c.key not in present]


def joined(
    upper: Sequence[str], lower: Sequence[str], form: Sequence[Column], mapping: Mapping[str, str]
) -> list[str] | None:
    """Two heading rows as one: the lower heading where there is one; None if the second row is none.

    It is one if every text in it is a heading of the form that the upper row does not give.
    """
    below = [(i, cell) for i, cell in enumerate(lower) if cell and cell != MERGED]
    above, here = placed(upper, form, mapping), placed(lower, form, mapping)
    if not below or any(i not in here or here[i] in above.values() for i, _ in below):
        return None
    width = max(len(upper), len(lower))
    texts = zip(*([*row, *[""] * (width - len(row))] for row in (upper, lower)), strict=True)
    return [b if b and b != MERGED else a for a, b in texts]
