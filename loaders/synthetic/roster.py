"""A roster for the demo: the duty desk of the first street at night, the district by day and night (合成值班表)."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from knowledge.calendar.deadlines import SHANGHAI
from knowledge.duty.roster import Shift
from loaders.synthetic.names import DemoNames

DAYS = 28
"""Days that are planned."""
EVENING, MORNING = time(17, 30), time(9)
WEEK = timedelta(days=7)
EXTENSION = "0000"
"""The number of each desk: of the form of an extension, and nobody's."""


def make(street: str, district: str, names: DemoNames, on: date) -> list[Shift]:
    """Rows of the roster from a day on; their accounts are those of the demo."""
    nightly = (names.account("duty_desk"), names.account("street"))
    return [*_nights(street, nightly, on), *_weeks(district, names.account("lead"), on)]


def _nights(street: str, accounts: Sequence[str], on: date) -> Iterator[Shift]:
    for n in range(DAYS):
        evening = datetime.combine(on + timedelta(days=n), EVENING, SHANGHAI)
        morning = datetime.combine(on + timedelta(days=n + 1), MORNING, SHANGHAI)
        for rank, account in enumerate(accounts, 1):
            yield _shift(street, rank, account, evening, morning)


def _weeks(district: str, account: str, on: date) -> Iterator[Shift]:
    start = datetime.combine(on, time(), SHANGHAI)
    for n in range(DAYS // WEEK.days):
        yield _shift(district, 1, account, start + n * WEEK, start + (n + 1) * WEEK)


def _shift(area: str, rank: int, account: str, since: datetime, until: datetime) -> Shift:
    return Shift(f"{area}-{since:%Y%m%d%H%M}-{rank}", area, rank, account, since, until, EXTENSION, source="synthetic")
