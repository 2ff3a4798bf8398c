"""Query.casesByName: cases by the whole name of their child, for a stated purpose (按姓名找个案)."""

import strawberry

from api.common import Info
from api.referral.case import CaseSummary
from api.request.context import today
from graph_model.persons.named import cases_named
from knowledge.access.assignment import REASON_LENGTH
from knowledge.access.policy import Action
from knowledge.casework.likeness import bare
from knowledge.errors import BadInput
from knowledge.messages.message import message
from knowledge.vocabulary import FieldClass

LONGEST = 40
"""Letters of a name (configured value)."""


@strawberry.type
class CasesByName:
    """Cases of children of one name."""

    is_complete: bool
    nodes: list[CaseSummary]


@strawberry.type
class NameQuery:
    """Search by name."""

    @strawberry.field
    async def cases_by_name(self, info: Info, name: str, purpose: str) -> CasesByName | None:
        """Cases of the caller's areas whose child's name she may read; each search is audited."""
        c = info.context
        c.require(Action.FIND_BY_NAME)
        if not bare(name) or len(name) > LONGEST:
            raise BadInput("name", "persons.name", most=LONGEST)
        if not 0 < len(purpose.strip()) <= REASON_LENGTH:
            raise BadInput("purpose", "approval.reason", most=REASON_LENGTH)
        c.trail.opened((), (), message("purpose.name"))
        rows = await cases_named(c.graph, c.actor, c.vault, name, today()) if c.vault and c.audit else None
        c.trail.opened({r.minor for r in rows or ()}, (FieldClass.F1, FieldClass.F2) if rows else (), purpose.strip())
        return CasesByName(is_complete=rows is not None, nodes=[CaseSummary.of(r) for r in rows or ()])
