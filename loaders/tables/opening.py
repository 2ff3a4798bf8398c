"""Opening hours as people write them, to the rows that `knowledge.calendar.hours` reads (开放时间单元格)."""

import re
from collections.abc import Iterator
from datetime import time

from knowledge.calendar.hours import DAYS, Hours
from loaders.tables.cells import Refused, folded

_DAYS = {f"{w}{c}": d for w in ("周", "星期", "礼拜") for c, d in zip("一二三四五六日", DAYS, strict=True)} | {
    f"{w}天": "Su" for w in ("周", "星期", "礼拜")
}
_SPAN = re.compile(r"(\d{1,2}:\d{2})-(\d{1,2}:\d{2})")
_HOURS = re.compile(
    r"(?P<regime>(?i:PH|SH|SD))?(?P<days>[A-Za-z,-]*?)(?P<times>(?:\d{1,2}:\d{2}-\d{1,2}:\d{2},?)+|(?i:off))"
)
_REGIMES = {"国家法定节假日": "PH", "法定节假日": "PH", "节假日": "PH", "寒暑假": "SH", "上学日": "SD"}
_OFF = r"休息|不开放|关闭|闭馆"
_SHAPE = "营业时间应如 Mo-Fr 09:00-17:30 / hours must read like Mo-Fr 09:00-17:30"


def hours(text: str) -> tuple[str, ...]:
    """Opening hours as `Mo-Fr 09:00-17:30` or `PH off`, one text a span; Chinese words are understood.

    工作日 is refused: which days it means changes with the calendar.
    """
    found: list[str] = []
    for part in re.split(r"[;；]", text):
        if kept := _plain(part):
            m = _HOURS.fullmatch(kept)
            if m is None:
                raise Refused(_SHAPE)
            found += _rows(m)
    rows = tuple(dict.fromkeys(found))
    try:
        Hours.parse(rows)
    except ValueError as e:
        raise Refused(str(e)) from None
    return rows


def _rows(m: re.Match[str]) -> Iterator[str]:
    """A regime (法定节假日…) may stand without days; plain hours are every day's only where that is said."""
    regime, said = (m["regime"] or "").upper(), m["days"].strip(",")
    days = _day_ranges(said) if said or not regime else ("",)
    spans = [_span(a, b) for a, b in _SPAN.findall(m["times"])] or ["off"]
    for d in days:
        for s in spans:
            yield " ".join(w for w in (regime, d, s) if w)


def _plain(text: str) -> str:
    kept = re.sub(r"[—–~～]|至|到", "-", folded(text)).replace("、", ",").replace("和", ",")
    for said, meant in (_DAYS | _REGIMES).items():
        kept = kept.replace(said, meant)
    kept = re.sub(r"每天|每日", "Mo-Su", kept)
    return re.sub(_OFF, "off", re.sub(r"全天|24小时", "00:00-24:00", kept))


def _span(start: str, end: str) -> str:
    both = tuple(t.zfill(5) for t in (start, end))
    try:
        first = time.fromisoformat(both[0])
        last = time.max if both[1] == "24:00" else time.fromisoformat(both[1])
    except ValueError:
        raise Refused(_SHAPE) from None
    if last <= first:
        raise Refused("营业时间跨午夜须分两段 / hours over midnight: write two spans")
    return "-".join(both)


def _day_ranges(text: str) -> tuple[str, ...]:
    """Days as `Mo` or `Mo-Fr`; hours without days are every day's only where that is said."""
    parts = [p.split("-") for p in text.split(",")]
    titled = [[d.capitalize() for d in p] for p in parts]
    if not all(len(p) in (1, 2) and set(p) <= set(DAYS) for p in titled):
        raise Refused(_SHAPE)
    if any(DAYS.index(p[0]) > DAYS.index(p[-1]) for p in titled):
        raise Refused(_SHAPE)
    return tuple("-".join(p) for p in titled)
