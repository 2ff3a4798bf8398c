"""A form of a table, and what several forms share: names, keys, locations (表头共用)."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from graph_model.directory.records import Record
from graph_model.jobs.loading import Rejected
from knowledge.folding import folded
from knowledge.rows.rows import BodyKind
from knowledge.vocabulary import AreaLevel, Level, Provenance, RecordStatus
from loaders.directory.known import Known
from loaders.tables import cells, keys
from loaders.tables.cell_text import over_in_name
from loaders.tables.columns import Column, column
from loaders.tables.keys import InvalidRow
from loaders.tables.tables import ENDS, TableRow
from network.entities import Area

LOADED = Provenance.LOADED
LOCAL = {Level.DISTRICT: AreaLevel.DISTRICT, Level.STREET: AreaLevel.STREET, Level.COMMUNITY: AreaLevel.COMMUNITY}
LOST = re.compile("(?<=[㐀-鿿])[?？]|[?？]{2}|[□〓\u2500-\u257f\ufffc]")
"""Replacement characters that a program wrote for a character unknown to it; no name contains them."""
_AREA = "(?:镇|乡|村|社区|街道|办事处|[村居](?:民委员|委)会)$"
"""Ending of area names: some begin with a word that elsewhere means that there is no name (待补镇, 小计河村)."""
NO_NAME = re.compile(
    rf"[^㐀-鿿A-Za-z]*|(?:合计|小计|总计|共计|汇总)(?![^\d:：个]+{_AREA}).*"
    rf"|(?:无|没有|暂无|待(?:[定核]|补(?!{_AREA})).*|未[定知].*|不详|同[上前左]|空白?|名称|备注|说明)|[注附][:：].*"
    r"|(?i:n/?a|nan|null|none|nil|tbd|test)|测试|[XxＸｘ×]{2,}[㐀-鿿].*"
)
"""Cell texts in place of a name that are no name."""
COUNTED = re.compile(r"(?:[(（]?\d{1,3}[)）、.．]|[①-⑳㈠-㈩])(?=[^\d\s]).+|.+(?:[①-⑳*＊]|[(（\[]\d*个[)）\]])")
"""A name with a running number before it, or with the sign of a note or a number behind it."""
APART = re.compile("[、/／;；]")
LAST = 2
"""Characters by which the names of two offices of a kind end alike."""
ON_DUTY = re.compile("值班|公用|公务|办公|工作手机|工作电话|热线|咨询|求助|24小时")
"""Words that mark a mobile telephone as an office's, not a person's."""
LANDLINE = re.compile(r"(?<!\d)0\d{2,3}[- ]?\d{7,8}(?!\d)")
"""The number of a telephone with the code of its city."""
BETWEEN, TELEPHONE = re.compile("[、，,；;/]"), re.compile(r"\d{3}")
"""Separator of several contacts of an office; pattern of a part of a cell that is a telephone number."""
_WHO = "(?:联系人|负责人|经办人|责任人|接待人|联络员)"
_HAN, _END = "[㐀-鿿·]", r"(?=[\s,，、;；:：()（）\d/／]|$)"
PERSON = re.compile(
    rf"{_WHO}\s*[:：]?\s*(?!{_HAN}*[室科处站台口心部局所会院校职任休岗]{_END}){_HAN}{{2,4}}{_END}[:：]?"
    rf"|(?<!{_HAN}){_HAN}{{1,3}}(?:老师|先生|女士|小姐|同志|阿姨){_END}[:：]?"
)
"""The name of a person in a contact."""
LONGEST = 200
"""Characters of a name."""


Cells = Mapping[str, str]
Built = Iterable[Record | InvalidRow]
"""Records, and what of the row was left out while the rest is loaded."""


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a topic: its columns, and how a row becomes records."""

    columns: tuple[Column, ...]
    build: Callable[[Cells, Known], Built]


def read_row(form: Form, row: TableRow, known: Known) -> list[Record | Rejected]:
    """The records of a row, and what of it is left out.

    Raises:
        InvalidRow: A cell cannot be used, and with it the whole row.
    """
    built = form.build(row.filled(form.columns), known)
    return [b.at(row.line) if isinstance(b, InvalidRow) else b for b in built]


def name(r: Cells) -> str:
    """The name: not empty, at most LONGEST characters."""
    if len(cells.required(r["name"], "name")) > LONGEST:
        raise InvalidRow("name", "cell.too_long", most=LONGEST)
    if NO_NAME.fullmatch(r["name"].strip()):
        raise InvalidRow("name", "cell.not_a_name")
    if keys.holds_phone(r["name"]) or LANDLINE.search(r["name"]):
        raise InvalidRow("name", "cell.phone_in_name")
    if COUNTED.fullmatch(r["name"]):
        raise InvalidRow("name", "cell.counter_in_name")
    if _several(r["name"]):
        raise InvalidRow("name", "cell.several_names")
    if LOST.search(r["name"]):
        raise InvalidRow("name", "cell.damaged")
    if over_in_name(r["name"]) and not any(r.get(column) for column in ENDS):
        raise InvalidRow("name", "cell.ended_in_name")
    return r["name"]


def _several(text: str) -> bool:
    """True if a cell names several offices of a kind: all its parts end alike."""
    parts = [p.strip() for p in APART.split(text)]
    return len(parts) > 1 and min(map(len, parts)) > LAST and len({p[-LAST:] for p in parts}) == 1


def reached(r: Cells) -> tuple[str | None, tuple[InvalidRow, ...]]:
    """Return the contact of an office, and what was omitted: the directory is public, names and mobile numbers are not.

    The office is loaded all the same, with the other numbers of the cell; a mobile telephone on duty is one that
    the cell describes so.
    """
    written = cells.contact(r["contact"])
    contact = re.sub(r"[(（]\s*[)）]", "", PERSON.sub("", written or "")).strip(" ,，、;；:：/／") or None
    named = (InvalidRow("contact", "cell.persons_name"),) if contact != written and PERSON.search(written or "") else ()
    parts = BETWEEN.split(contact or "")
    if contact is None or ON_DUTY.search(contact) or not any(map(keys.holds_phone, (contact, *parts))):
        return (contact if named else written), named
    others = [part for part in parts if TELEPHONE.search(part) and not keys.holds_phone(part)]
    return "; ".join(others) or None, (*named, InvalidRow("contact", "cell.persons_phone"))


def number(r: Cells) -> str:
    """Suffix of a key for the second and later of a kind in an area; empty for the first."""
    which = cells.ordinal(r["number"], "number") or 1
    return "" if which == 1 else f"#{which}"


def key_for(kind: BodyKind, area: Area, r: Cells, external: str | None) -> str:
    """Key of a body or point: the same content has the same key, so that a second load creates nothing.

    An office of the area itself is `kind@area`, as the shipped ones are, which it replaces; a unit (school,
    hospital…) is identified by its external identifier, else by its name.
    """
    if LOCAL.get(kind.level) is area.level:
        return f"{kind.code}@{area.code}{number(r)}"
    return unit_key(kind.code, area.code, r["name"], external)


def unit_key(kind: str, area: str, name: str, external: str | None) -> str:
    """The key of a unit: its external identifier, else kind, area and name."""
    return f"{kind}:{external}" if external else f"{kind}@{area}-{sha256(folded(name).encode()).hexdigest()[:12]}"


def location(r: Cells) -> tuple[float | None, float | None, str | None]:
    """Longitude, latitude and reference system; published coordinates (GCJ-02) go before computed ones."""
    ways = (("lon", "lat", r["crs"]), ("lon_gcj02", "lat_gcj02", "GCJ-02"), ("lon_wgs84", "lat_wgs84", "WGS-84"))
    for lon, lat, crs in ways:
        if r[lon] or r[lat]:
            return cells.location(r[lon], r[lat], crs, (lon, lat))
    return None, None, None


def mistaken(r: Cells) -> bool:
    """True if a row withdraws a record entered by mistake; a record without an end has no other status."""
    status = cells.status(r["status"], "status")
    if status not in {None, RecordStatus.IN_USE, RecordStatus.WITHDRAWN}:
        raise InvalidRow("status", "cell.status_without_end")
    return status is RecordStatus.WITHDRAWN


def marked(r: Cells, known: Known) -> Provenance:
    """Return the provenance of the record: loaded, unless the row comes from a network with another one.

    Raises:
        InvalidRow: It is made up, and this is no place for that.
    """
    mark = cells.mark(r["mark"], "mark")
    if mark is Provenance.SYNTHETIC and not known.demo:
        raise InvalidRow("mark", "cell.made_up")
    return mark or LOADED


class RowDays(NamedTuple):
    """From when until when a thing is there, from when until when it is paused, and whether the row was a mistake."""

    since: date | None
    until: date | None
    paused_since: date | None
    paused_until: date | None
    withdrawn: bool

    def __bool__(self) -> bool:
        """True if any day is given."""
        return any(self)


def ending(r: Cells, on: date) -> RowDays:
    """Return the days in the columns of `ENDING`; a status that needs a day is not guessed from the day of the load."""
    since, until = cells.period(r["since"], r["until"])
    stopped, resumed = cells.period(r["paused_since"], r["paused_until"], ("paused_since", "paused_until"))
    status = cells.status(r["status"], "status")
    if status is RecordStatus.ENDED and until is None:
        raise InvalidRow("until", "cell.ended_without_day")
    if status is RecordStatus.PAUSED and stopped is None:
        raise InvalidRow("paused_since", "cell.paused_without_day")
    days = RowDays(since, until, stopped, resumed, status is RecordStatus.WITHDRAWN)
    over = until is not None and until <= on
    halted = stopped is not None and stopped <= on and (resumed is None or on < resumed)
    if status is RecordStatus.IN_USE and (over or halted):
        raise InvalidRow("status", "cell.status_contradicts")
    if resumed is not None and stopped is None:
        raise InvalidRow("paused_since", "cell.paused_without_day")
    return days


SOURCE = column("source", "来源", "出处")
MARK = column("mark", "数据标记", "provenance")
DISTRICT = column("district", "所属区", "区县", "行政区")
AREA = column("area", "区划", "区划代码", "area_code", "辖区", "所属区划", required=True)
EXTERNAL = column("external_id", "外部编码", "统一社会信用代码", "学校标识码", "机构代码")
NUMBER = column("number", "同类第几个")
CONTACT = column("contact", "联系方式", "办公电话", "联系电话")
SINCE, UNTIL = column("since", "起始日期", "生效日期"), column("until", "终止日期", "失效日期", "停办日期", "撤销日期")
STATUS = column("status", "状态", "运行状态")
ENDING = (
    SINCE,
    UNTIL,
    STATUS,
    column("paused_since", "暂停自", "暂停日期"),
    column("paused_until", "暂停至", "恢复日期"),
)
"""Columns on the days and the present status of a thing."""
KIND = column("kind", "类别", "机构类别", required=True)
NAME = column("name", "名称", "机构名称", required=True)
PLACED = (
    column("lon", "经度"),
    column("lat", "纬度"),
    column("crs", "坐标系"),
    column("lon_gcj02"),
    column("lat_gcj02"),
    column("lon_wgs84"),
    column("lat_wgs84"),
    column("precision", "位置精度"),
)
"""Columns on the location of a thing."""
