"""What a coverage question may say: a standard, an hour, ages, changes (覆盖的输入)."""

import strawberry

from analytics.coverage import week, whatif
from analytics.coverage.cells import AGES
from analytics.coverage.layout import Measure, Standard
from api.drafts.query import DraftPointInput
from knowledge.errors import BadInput
from network.drafts import draft as drafts


@strawberry.input
class StandardInput:
    """`within` is inclusive."""

    measure: str = strawberry.field(default="served")
    within: float | None = None

    def read(self) -> Standard:
        """The standard.

        Raises:
            BadInput: an unknown measure, or no limit.
        """
        if self.measure not in set(Measure):
            raise BadInput("standard.measure", "input.not_allowed", allowed=list(Measure))
        return Standard(Measure(self.measure), self.within)


@strawberry.input
class HourInput:
    """Under a calendar regime."""

    regime: str = strawberry.field(default="term")
    weekday: int
    hour: int

    def read(self) -> int:
        """The hour as one bit.

        Raises:
            BadInput: no such hour.
        """
        if self.regime not in set(week.Regime):
            raise BadInput("hour.regime", "input.not_allowed", allowed=list(week.Regime))
        if not (0 <= self.weekday < 7 and 0 <= self.hour < 24):  # noqa: PLR2004  # days of a week, hours of a day
            raise BadInput("hour", "coverage.no_such_hour")
        return week.hour_bit(week.Regime(self.regime), self.weekday, self.hour)


@strawberry.input
class AgeBandInput:
    """From one age, under another."""

    age_from: int = 0
    age_under: int = AGES

    def read(self) -> tuple[int, int]:
        """The band.

        Raises:
            BadInput: not within 0–18.
        """
        if not 0 <= self.age_from < self.age_under <= AGES:
            raise BadInput("ageBand", "coverage.age_band")
        return self.age_from, self.age_under


@strawberry.input
class ChangeInput:
    """`step`: close, open, resize, rehour, add_service, move_post."""

    step: str
    key: str
    point: DraftPointInput | None = None
    capacity: int | None = None
    hours: list[str] = strawberry.field(default_factory=list)
    service: str | None = None
    holder: str | None = strawberry.field(default=None)

    def read(self, n: int) -> whatif.NetworkChange:
        """The change.

        Raises:
            BadInput: an unknown step or a place that cannot be.
        """
        if self.step not in set(whatif.ChangeKind):
            raise BadInput(f"changes.{n}.step", "input.not_allowed", allowed=list(whatif.ChangeKind))
        point = None
        if self.point is not None:
            point = drafts.parse({"points": [strawberry.asdict(self.point)]}).points[0].record()
        return whatif.NetworkChange(
            whatif.ChangeKind(self.step), self.key, point, self.capacity, tuple(self.hours), self.service, self.holder
        )


@strawberry.input
class DueInput:
    """How many."""

    area: str
    count: int
