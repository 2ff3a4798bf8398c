"""Which published table an answer in counts stands on (月度合计表)."""

from datetime import date as Date

import strawberry

from network.counts import MonthlyCounts


@strawberry.type
class CountsTable:
    """A published table: its month, when it was made, its threshold."""

    month: str
    made_on: Date
    threshold: int

    @classmethod
    def of(cls, table: MonthlyCounts | None) -> "CountsTable | None":
        """From the table; None for exact counts."""
        return cls(month=str(table.month), made_on=table.made, threshold=table.threshold) if table else None
