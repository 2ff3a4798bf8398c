"""emergencyReadings: who opened a child without being on its team; for who checks the use of rights (紧急查阅)."""

from datetime import datetime as DateTime
from typing import Self

import strawberry

from api.common import Info
from api.staff.query import LATEST, require_any, within
from graph_model.casework import emergencies as model
from knowledge.access.policy import Action
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.messages.message import message


@strawberry.type
class EmergencyReading:
    """Child that somebody opened in an emergency, without its identity."""

    code: str
    by: str
    opened_at: DateTime
    until: DateTime
    state_label: str
    cause_label: str
    verdict_label: str | None
    reviewed_by: str | None
    reviewed_at: DateTime | None

    @classmethod
    def of(cls, row: model.EmergencyRow) -> Self:
        """From a row."""
        review = row.review or {}
        return cls(
            code=row.code,
            by=row.by,
            opened_at=row.opened.astimezone(SHANGHAI),
            until=row.until.astimezone(SHANGHAI),
            state_label=str(row.item_kind.state_of(row.state)),
            cause_label=row.label("cause") or "",
            verdict_label=row.label("verdict"),
            reviewed_by=review.get("by"),
            reviewed_at=review.get("at"),
        )


@strawberry.type
class EmergencyReadingQuery:
    """Emergency readings."""

    @strawberry.field
    async def emergency_readings(self, info: Info) -> list[EmergencyReading] | None:
        """The latest first."""
        c = info.context
        require_any(c, Action.READ_AUDIT, Action.MANAGE_ACCOUNTS)
        rows = await c.graph.read(within(c), model.emergencies, LATEST)
        c.trail.opened([r.minor or r.code for r in rows], (), message("purpose.audit"))
        return [EmergencyReading.of(r) for r in rows]
