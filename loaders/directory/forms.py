"""What a form is, and what several forms share: names, keys, locations (表头共用)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from graph_model.directory.records import Record
from knowledge.rows.rows import BodyKind
from knowledge.vocabulary import AreaLevel, Level, Provenance
from loaders.directory.known import Known
from loaders.tables import cells
from loaders.tables.cells import Refused
from loaders.tables.tables import Column, Rejected, Row
from network.entities import Area

LOADED = Provenance.LOADED
LOCAL = {Level.DISTRICT: AreaLevel.DISTRICT, Level.STREET: AreaLevel.STREET, Level.COMMUNITY: AreaLevel.COMMUNITY}
LONGEST = 200
"""Characters of a name."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something in a row that was not loaded, with the reason; the rest of the row may stand."""

    reason: str


Cells = Mapping[str, str]
Built = Iterable[Record | Note]


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a topic: its columns and what a row becomes."""

    columns: tuple[Column, ...]
    build: Callable[[Cells, Known], Built]


def read_row(form: Form, row: Row, known: Known) -> list[Record | Rejected]:
    """The records of a row, and what of it was refused; a wrong cell refuses the whole row."""
    full = {c.key: row.cells.get(c.key, "") for c in form.columns}
    try:
        built = list(form.build(full, known))
    except Refused as e:
        return [Rejected(row.line, e.reason)]
    return [Rejected(row.line, b.reason) if isinstance(b, Note) else b for b in built]


def name(r: Cells) -> str:
    """The name, which must be there and short."""
    if len(cells.whole(r["name"], "名称 name")) > LONGEST:
        raise Refused("名称过长 / name is too long")
    return r["name"]


def number(r: Cells) -> str:
    """Which one of several of a kind in an area: nothing for the first."""
    said = cells.folded(r["number"])
    if said and not (said.isdecimal() and 1 <= int(said) <= 99):  # noqa: PLR2004  # of a kind in one area
        raise Refused("序号应为1–99 / number must be 1–99")
    return "" if not said or int(said) == 1 else f"#{int(said)}"


def key_for(kind: BodyKind, area: Area, r: Cells, external: str | None) -> str:
    """The same content has the same key, so that loading twice creates once.

    An office of the area itself is `kind@area`, as the shipped ones are, which it replaces; a unit (school,
    hospital…) goes by its external identifier, else by its name.
    """
    if LOCAL.get(kind.level) is area.level:
        return f"{kind.code}@{area.code}{number(r)}"
    return unit_key(kind.code, area.code, r["name"], external)


def unit_key(kind: str, area: str, said: str, external: str | None) -> str:
    """The key of a unit: its external identifier, else kind, area and name."""
    return f"{kind}:{external}" if external else f"{kind}@{area}-{sha256(cells.folded(said).encode()).hexdigest()[:12]}"


def location(r: Cells) -> tuple[float | None, float | None, str | None]:
    """The point as published (GCJ-02) goes before the one computed from it."""
    ways = (("lon", "lat", r["crs"]), ("lon_gcj02", "lat_gcj02", "GCJ-02"), ("lon_wgs84", "lat_wgs84", "WGS-84"))
    said = next((w for w in ways if r[w[0]] or r[w[1]]), None)
    return cells.location(r[said[0]], r[said[1]], said[2]) if said else (None, None, None)


def column(key: str, *names: str, required: bool = False) -> Column:
    """A column by its key, the headers that people write for it, and whether a file must have it."""
    return Column(key, names, required)


SOURCE = column("source", "来源", "出处")
DISTRICT = column("district", "所属区", "区县", "行政区")
AREA = column("area", "区划", "区划代码", "area_code", "辖区", "所属区划", required=True)
EXTERNAL = column("external_id", "外部编码", "统一社会信用代码", "学校标识码", "机构代码")
NUMBER = column("number", "序号", "编号")
CONTACT = column("contact", "联系方式", "办公电话", "联系电话")
SINCE, UNTIL = column("since", "起始日期", "生效日期"), column("until", "终止日期", "失效日期")
KIND = column("kind", "类别", "机构类别", required=True)
NAME = column("name", "名称", "机构名称", required=True)
