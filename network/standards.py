"""Amounts of benefits by area and first day, as files give them: no amount is derived, and none ships (待遇标准)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from knowledge.vocabulary import Labelled, Provenance
from network.versions import on_day


class PaidPer(Labelled):
    """For what an amount in yuan is paid."""

    MONTH = "month", "元/月"
    YEAR = "year", "元/年"
    SCHOOL_YEAR = "school_year", "元/学年"
    TERM = "term", "元/学期"
    DAY = "day", "元/天"
    ONCE = "once", "元/次"


@dataclass(frozen=True, slots=True)
class BenefitStandard:
    """An amount for a service or benefit in an area and all below, from a day on until the next one for the same."""

    service: str
    area: str
    since: date
    amount: float
    """Yuan, to the cent."""
    per: PaidPer
    source: str
    """The document that sets it; nobody of the project has checked it."""
    provenance: Provenance
    group: str = ""
    """The group that gets it, where not everybody gets the same: 社会散居."""
    until: date | None = None
    withdrawn: bool = False

    @property
    def id(self) -> str:
        """One amount a day of a service in an area for a group."""
        return f"{self.service}@{self.area}/{self.since}/{self.group}"

    @property
    def figure(self) -> str:
        """The amount without cents that are none."""
        return f"{self.amount:,.2f}".removesuffix(".00")


def in_force(rows: Iterable[BenefitStandard], on: date) -> tuple[BenefitStandard, ...]:
    """The standards of a service in an area on a day, one a group."""
    groups: defaultdict[str, list[BenefitStandard]] = defaultdict(list)
    for s in rows:
        if not s.withdrawn:
            groups[s.group].append(s)
    current = (on_day(of, on) for of in groups.values())
    return tuple(s for s in current if s is not None)
