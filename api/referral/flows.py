"""Query.referralFlows: which body is sent what, and how it answers (转介往来)."""

from collections import defaultdict
from collections.abc import Iterable

import strawberry

from api.casework.names import addressed
from api.casework.standing import reads_items
from api.common import Info, NamedCode
from api.network.types import Area
from api.request.context import Context
from graph_model.casework.flows import KIND, SentRow, sendings
from knowledge.casework.load import table
from knowledge.vocabulary import AreaLevel


@strawberry.type
class ReferralFlow:
    """Sendings of the workers of a street to a body, of their open cases."""

    area: Area
    to: NamedCode
    sent: int
    open: int
    waiting: int
    overdue: int
    late: int


@strawberry.type
class PassedOn:
    """Sendings that a body has returned as another's."""

    body: NamedCode
    instead: NamedCode
    count: int


@strawberry.type
class ReferralFlows:
    """Referrals of the open cases of an area, in counts."""

    sent: list[ReferralFlow]
    passed_on: list[PassedOn]


@strawberry.type
class FlowQuery:
    """Referrals between bodies."""

    @strawberry.field
    async def referral_flows(self, info: Info, area: str | None = None) -> ReferralFlows | None:
        """Return flows only to callers who may read the cases one by one, and so may count them."""
        c = reads_items(info, area)
        rows = await c.graph.read(c.actor, sendings, table(), area)
        return ReferralFlows(sent=_sent(c, rows), passed_on=_passed_on(c, rows))


def _sent(c: Context, rows: Iterable[SentRow]) -> list[ReferralFlow]:
    """By street and body; where most is not answered in time first."""
    sums: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0] * 5)
    for r in rows:
        street = c.network.above(r.area, AreaLevel.STREET) or r.area
        numbers = (r.sent, r.open, r.waiting, r.overdue, r.late)
        sums[street, r.recipient] = [a + b for a, b in zip(sums[street, r.recipient], numbers, strict=True)]
    flows = [
        ReferralFlow(
            area=Area.of(c.network.areas[street]),
            to=_body(c, to),
            sent=n[0],
            open=n[1],
            waiting=n[2],
            overdue=n[3],
            late=n[4],
        )
        for (street, to), n in sums.items()
        if street in c.network.areas
    ]
    return sorted(flows, key=lambda f: (-f.overdue, -f.late, -f.waiting, -f.sent, f.area.code, f.to.code))


def _passed_on(c: Context, rows: Iterable[SentRow]) -> list[PassedOn]:
    sums: defaultdict[tuple[str, str], int] = defaultdict(int)
    for r in rows:
        if r.instead:
            sums[r.recipient, r.instead] += r.sent
    some = [PassedOn(body=_body(c, a), instead=_body(c, b), count=n) for (a, b), n in sums.items()]
    return sorted(some, key=lambda p: (-p.count, p.body.code, p.instead.code))


def _body(c: Context, code: str) -> NamedCode:
    return addressed(c, KIND, code)
