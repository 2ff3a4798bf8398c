"""Assignment of headings to the columns of a form, and the end of the header (列)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from loaders.tables.cell_text import MERGED
from loaders.tables.units import bare, without_remark


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a contract; `names` are its headings, Chinese and English."""

    key: str
    names: tuple[str, ...]
    required: bool = False
    unit: str | None = None
    """Unit of its numbers, a key of `units.UNITS`; None for a column without numbers."""

    @property
    def label(self) -> str:
        """The heading that templates use."""
        return self.names[0] if self.names else self.key


def column(key: str, *names: str, required: bool = False, unit: str | None = None) -> Column:
    """A column by its key, the headings that people write for it, and whether a file must have it."""
    return Column(key, names, required, unit)


def plain(header: str) -> str:
    """A heading without what people add to it: case, spaces, stars, remarks in brackets."""
    return re.sub(r"(?<=.)[(\[【〔<《].*|[:-]", "", bare(header).lower())


@cache
def _name(name: str) -> str:
    """A name of a column in plain form: there are few of them, and each heading of a file is compared with all."""
    return plain(name)


def placed(cells: Sequence[str], form: Sequence[Column], mapping: Mapping[str, str]) -> dict[int, str]:
    """Return the column key by position in a header row; the person's mapping precedes the names of columns."""
    names = {_name(n): c.key for c in form for n in (c.key, *c.names)}
    keys = {i: mapping.get(cell, names.get(_whole(cell, names), "")) for i, cell in enumerate(cells)}
    return {i: key for i, key in keys.items() if key}


def _whole(cell: str, names: Mapping[str, str]) -> str:
    """The heading in plain form; without a unit that was written after it without brackets, if only so it is known."""
    heading = plain(cell)
    if heading in names:
        return heading
    shorter = plain(without_remark(cell))
    return shorter if shorter in names else heading


def lacking(cells: Sequence[str], form: Sequence[Column], mapping: Mapping[str, str]) -> list[Column]:
    """The required columns of a form that a header row does not have."""
    present = set(placed(cells, form, mapping).values())
    return [c for c in form if c.required and c.key not in present]


def joined(
    upper: Sequence[str], lower: Sequence[str], form: Sequence[Column], mapping: Mapping[str, str]
) -> list[str] | None:
    """Return two heading rows as one: the lower heading where there is one; None if the second row is none.

    It is one if every text in it is a heading of the form that the upper row does not give, by itself (经度 under
    坐标) or with the text above it (自 under 年龄).
    """
    texts, group = [*upper, *[""] * (len(lower) - len(upper))], ""
    above, extended = set(placed(upper, form, mapping).values()), False
    for i, cell in enumerate(lower):
        group = texts[i] or group
        if not cell or cell == MERGED:
            continue
        extended, texts[i] = True, cell if placed([cell], form, mapping) else group + cell
        here = placed([texts[i]], form, mapping).get(0)
        if here is None or here in above:
            return None
    return texts if extended else None
