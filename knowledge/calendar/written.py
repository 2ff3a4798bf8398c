"""Opening hours as people write them, in Chinese or English, to the rows that `Hours` reads (开放时间的写法)."""

import re
from collections.abc import Iterator, Sequence
from datetime import time

from knowledge.calendar.hours import DAYS, Hours, UnreadableHours
from knowledge.folding import folded

_DAYS = {f"{w}{c}": d for w in ("周", "星期", "礼拜") for c, d in zip("一二三四五六日", DAYS, strict=True)} | {
    f"{w}天": "Su" for w in ("周", "星期", "礼拜")
}
_SPAN = re.compile(r"(\d{1,2}:\d{2})-(\d{1,2}:\d{2})")
_HOURS = re.compile(
    r"(?P<regime>(?i:PH|SH|SD))?(?P<days>[A-Za-z,-]*?)(?P<times>(?:\d{1,2}:\d{2}-\d{1,2}:\d{2},?)+|(?i:off))"
)
_REGIMES = {"国家法定节假日": "PH", "法定节假日": "PH", "节假日": "PH", "寒暑假": "SH", "上学日": "SD"}
_OFF = r"休息|不开放|关闭|闭馆"


class UnreadableWriting(ValueError):
    """Hours that cannot be read; the argument is the code of the message."""


def written(text: str) -> tuple[str, ...]:
    """Rows like `Mo-Fr 09:00-17:30` or `PH off`, one a span; Chinese words are understood.

    工作日 is refused: which days it means changes with the calendar.

    Raises:
        UnreadableWriting: What cannot be read, or "off" on days that other rows open.
    """
    rows = tuple(dict.fromkeys(row for part in re.split(r"[;；]", text) for row in _rows(_plain(part))))
    try:
        Hours.parse(rows)
    except ValueError:
        raise UnreadableWriting("cell.hours_contradict") from None
    return rows


def readable(rows: Sequence[str]) -> tuple[str, ...]:
    """Rows that `Hours` reads: as they are, or as people write them.

    Raises:
        UnreadableHours: What can be read neither way.
    """
    try:
        Hours.parse(rows)
    except UnreadableHours:
        try:
            return tuple(row for text in rows for row in written(text))
        except UnreadableWriting:
            pass
        raise
    return tuple(rows)


def _rows(part: str) -> Iterator[str]:
    """Return the rows of one part; a regime (法定节假日…) needs no days, but every day must be written as 每天."""
    if not part:
        return
    m = _HOURS.fullmatch(part)
    if m is None:
        raise UnreadableWriting("cell.hours_unreadable")
    regime, text = (m["regime"] or "").upper(), m["days"].strip(",")
    days = _day_ranges(text) if text or not regime else ("",)
    spans = [_span(a, b) for a, b in _SPAN.findall(m["times"])] or ["off"]
    for d in days:
        for s in spans:
            yield " ".join(w for w in (regime, d, s) if w)


def _plain(text: str) -> str:
    plain = re.sub(r"[—–~～]|至|到", "-", folded(text)).replace("、", ",").replace("和", ",")
    for word, code in (_DAYS | _REGIMES).items():
        plain = plain.replace(word, code)
    plain = re.sub(r"每天|每日", "Mo-Su", plain)
    return re.sub(_OFF, "off", re.sub(r"全天|24小时", "00:00-24:00", plain))


def _span(start: str, end: str) -> str:
    both = tuple(t.zfill(5) for t in (start, end))
    try:
        first = time.fromisoformat(both[0])
        last = time.max if both[1] == "24:00" else time.fromisoformat(both[1])
    except ValueError:
        raise UnreadableWriting("cell.hours_unreadable") from None
    if last <= first:
        raise UnreadableWriting("cell.hours_over_midnight")
    return "-".join(both)


def _day_ranges(text: str) -> tuple[str, ...]:
    """Days as `Mo` or `Mo-Fr`."""
    parts = [p.split("-") for p in text.split(",")]
    titled = [[d.capitalize() for d in p] for p in parts]
    if not all(len(p) in (1, 2) and set(p) <= set(DAYS) for p in titled):
        raise UnreadableWriting("cell.hours_unreadable")
    if any(DAYS.index(p[0]) > DAYS.index(p[-1]) for p in titled):
        raise UnreadableWriting("cell.hours_unreadable")
    return tuple("-".join(p) for p in titled)
