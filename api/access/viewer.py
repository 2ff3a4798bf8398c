"""Who asks and what she may do; the facts that may be told of a child, with their words (本人与词表)."""

from collections.abc import Mapping

import strawberry
from strawberry.utils.str_converters import to_camel_case

from api.common import Area, Label
from api.request.context import Context
from knowledge.access.policy import Action, actions_of
from knowledge.situation.facts import FACTS, Fact, Kind
from knowledge.vocabulary import ActorRole

strawberry.enum(Action)


@strawberry.type
class Viewer:
    """Nothing but her account, the role, its areas and its rights."""

    id: str | None
    roles: list[Label]
    areas: list[Area]
    can: list[Action]


FORMS: Mapping[Kind, str] = {
    Kind.BOOL: "boolean", Kind.INT: "number", Kind.DATE: "date", Kind.CHOICE: "choice", Kind.AREA: "text",
    Kind.SERVICES: "codes", Kind.NEEDS: "codes",
}  # fmt: skip


@strawberry.type
class FactForm:
    """How a form asks for it."""

    name: str
    label: str
    form: str
    options: list[Label]

    @classmethod
    def of(cls, code: str, fact: Fact) -> "FactForm":
        """From a row of the catalogue of facts."""
        chosen = fact.values.of if fact.values else {}
        options = [Label(code=value.upper(), label=words.zh) for value, words in chosen.items()]
        return cls(name=to_camel_case(code), label=fact.zh, form=FORMS[fact.kind], options=options)


@strawberry.type
class ViewerQuery:
    """What a client needs before it asks."""

    @strawberry.field
    async def viewer(self, info: strawberry.Info[Context, None]) -> Viewer:
        """The public, where nobody has signed in."""
        c = info.context
        known = (c.network.areas.get(code) for code in c.actor.areas)
        role = c.actor.role
        return Viewer(
            id=None if role is ActorRole.ANONYMOUS else c.actor.id, roles=[Label.of(role)],
            areas=[Area.of(a) for a in known if a is not None], can=list(actions_of(role)),
        )  # fmt: skip

    @strawberry.field
    async def facts(self) -> list[FactForm] | None:
        """In the order of `SituationInput`."""
        return [FactForm.of(code, fact) for code, fact in FACTS.items()]
