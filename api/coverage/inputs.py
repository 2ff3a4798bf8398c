"""Inputs of coverage questions: standard, hour, ages, changes (覆盖的输入)."""

import strawberry

from analytics.coverage import week
from analytics.coverage.cells import AGES
from analytics.coverage.layout import Measure, Standard
from knowledge.errors import BadInput


@strawberry.input
class StandardInput:
    """Standard of nearness of a point; `within` is inclusive."""

    measure: Measure = Measure.SERVED
    within: float | None = None

    def read(self) -> Standard:
        """The standard.

        Raises:
            BadInput: The measure needs a limit and has none.
        """
        return Standard(self.measure, self.within)


@strawberry.input
class WeekHourInput:
    """An hour of the week under a calendar regime."""

    regime: week.Regime = week.Regime.TERM
    weekday: int
    hour: int

    def read(self) -> int:
        """The hour as one bit.

        Raises:
            BadInput: No such hour.
        """
        if not (0 <= self.weekday < 7 and 0 <= self.hour < 24):  # noqa: PLR2004  # days of a week, hours of a day
            raise BadInput("hour", "coverage.no_such_hour")
        return week.hour_bit(self.regime, self.weekday, self.hour)


@strawberry.input
class AgeBandInput:
    """Years of age from `ageFrom` up to, not including, `ageUnder`."""

    age_from: int = 0
    age_under: int = AGES

    def read(self) -> tuple[int, int]:
        """The band.

        Raises:
            BadInput: The ages are not within 0–18.
        """
        if not 0 <= self.age_from < self.age_under <= AGES:
            raise BadInput("ageBand", "coverage.age_band")
        return self.age_from, self.age_under


@strawberry.input
class DueVisitsInput:
    """The number of visits due in an area."""

    area: str
    count: int
