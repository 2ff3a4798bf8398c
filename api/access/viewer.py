"""The signed-in account with its rights, and the list of facts about a child (本人与事实表)."""

import strawberry

from api.common import Info
from api.enums import labelled
from api.network.types import Area
from api.situation.forms import FactForm, FactValue
from knowledge.access.policy import Action, actions_of, is_anonymous
from knowledge.access.speaking import speaks_as
from knowledge.roles import ActorRole
from knowledge.situation.facts import FACTS


@strawberry.type
@labelled
class Viewer:
    """The account of the caller: roles, areas and rights; no personal data."""

    subject: str | None
    roles: list[ActorRole]
    areas: list[Area]
    can: list[Action]
    speaks_as: FactValue | None


@strawberry.type
class ViewerQuery:
    """Data that a client reads before its first question."""

    @strawberry.field
    async def viewer(self, info: Info) -> Viewer:
        """The anonymous viewer if nobody has signed in."""
        c = info.context
        known = (c.network.areas.get(code) for code in c.actor.areas)
        return Viewer(
            subject=None if is_anonymous(c.actor.roles) else c.actor.id,
            roles=list(c.actor.roles),
            areas=[Area.of(a) for a in known if a is not None],
            can=list(actions_of(c.actor.roles)),
            speaks_as=FactValue.of("reporter", kind) if (kind := speaks_as(c.actor.roles)) else None,
        )

    @strawberry.field
    async def facts(self) -> list[FactForm] | None:
        """All facts in the order of `SituationInput`."""
        return [FactForm.row(code, fact) for code, fact in FACTS.items()]
