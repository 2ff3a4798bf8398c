"""Due notices and their words; pure. A notice names no child, place or item: only where to look (通知)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from knowledge.calendar.deadlines import SHANGHAI
from knowledge.casework import clocks
from knowledge.casework.notices.rows import MADE_DAILY, LoudNotice, NoticeRows
from knowledge.messages.message import message

KEY = 24
"""Characters of a key."""


@dataclass(frozen=True, slots=True)
class Concerned:
    """Open item with the accounts that are asked to act on it or responsible for it."""

    id: str
    kind: str
    state: str
    open: Mapping[str, Any]
    next: datetime
    accounts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DueLoad:
    """Number of items of one account that end by the next working day."""

    account: str
    count: int
    late: int


@dataclass(frozen=True, slots=True)
class Notice:
    """Notice to one account. Its key reveals nothing, and is the same for the same notice."""

    key: str
    account: str
    day: date
    code: str
    count: int = 1
    late: int = 0
    by: date | None = None
    last: bool = False
    """True if this is the last notice to the person on this day, except for danger."""

    def words(self, rows: NoticeRows) -> str:
        """Return the text to send, in the language of the current answer."""
        if self.code == MADE_DAILY:
            text = message("outbox.due", count=self.count, late=self.late, day=self.by or self.day)
        else:
            label = next((str(r) for r in rows.loud if r.code == self.code), self.code)
            text = message("outbox.loud", what=label)
        return str(message("outbox.last", text=str(text)) if self.last else text)


def _key(*parts: object) -> str:
    return sha256("|".join(map(str, parts)).encode()).hexdigest()[:KEY]


def loud(rows: NoticeRows, items: Iterable[Concerned], now: datetime) -> Iterator[Notice]:
    """Yield the immediate notices: each item once a day, in the order of the rows."""
    day, known = now.astimezone(SHANGHAI).date(), list(items)
    for row in rows.loud:
        for item in known:
            if _fits(row, item, now):
                yield from (Notice(_key(row.code, item.id, a, day), a, day, row.code) for a in item.accounts)


def _fits(row: LoudNotice, item: Concerned, now: datetime) -> bool:
    here = item.kind == row.item and item.state in row.during
    return here and clocks.matches(row.when, item.open) and (not row.late or item.next <= now)


def daily(rows: NoticeRows, loads: Iterable[DueLoad], now: datetime) -> Iterator[Notice]:
    """Yield the notices of the morning of a working day: number of items that end by the end of the next one."""
    at = now.astimezone(SHANGHAI)
    if clocks.is_working(at.date()) and at.hour >= rows.hour:
        by = clocks.working_day(at.date(), 1)
        for load in loads:
            yield Notice(
                _key(MADE_DAILY, load.account, at.date()),
                load.account,
                at.date(),
                MADE_DAILY,
                load.count,
                load.late,
                by,
            )


def within(rows: NoticeRows, made: Iterable[Notice], had: Iterable[Notice]) -> list[Notice]:
    """Return the notices to send beside those that people have had on the day already; none twice."""
    had = list(had)
    counts, known = Counter(n.account for n in had), {n.key for n in had}
    free = {r.code for r in rows.loud if not r.held_back}
    sent = list[Notice]()
    for notice in sorted(made, key=lambda n: n.code not in free):  # of danger first
        if notice.key in known or (notice.code not in free and counts[notice.account] >= rows.most_a_day):
            continue
        counts[notice.account] += 1
        known.add(notice.key)
        sent.append(replace(notice, last=counts[notice.account] >= rows.most_a_day))
    return sent
