"""Published table behind an answer in counts (月度合计表)."""

from datetime import date as Date

import strawberry

from api.common import Info
from api.network.types import Area
from network.counts import MonthlyCounts


@strawberry.type
class CountsTable:
    """A published table: its month, when it was made, its threshold."""

    month: str
    made_on: Date
    threshold: int
    correction: str | None
    _district: strawberry.Private[str]

    @strawberry.field
    def area(self, info: Info) -> Area | None:
        """The area of which it is the table; null if it is no longer loaded."""
        area = info.context.network.areas.get(self._district)
        return Area.of(area) if area else None

    @classmethod
    def of(cls, table: MonthlyCounts | None) -> "CountsTable | None":
        """From the table; None for exact counts."""
        if table is None:
            return None
        return cls(
            month=str(table.month),
            made_on=table.made,
            threshold=table.threshold,
            correction=table.corrects.label if table.corrects else None,
            _district=table.district,
        )
