"""Who asks and what she may do; the facts that may be told of a child, with their words (本人与词表)."""

from datetime import date
from typing import Literal, get_origin

import strawberry
from strawberry.utils.str_converters import to_camel_case

from api.common import Area, Label
from api.request.context import Context
from api.situation.input import inner
from knowledge.access.policy import Action, actions_of
from knowledge.situation.labels import OPTIONS, value_label
from knowledge.situation.situation import Situation
from knowledge.vocabulary import ActorRole

strawberry.enum(Action)


@strawberry.type
class Viewer:
    """Nothing but her account, the role, its areas and its rights."""

    id: str | None
    roles: list[Label]
    areas: list[Area]
    can: list[Action]


_FORMS = {bool: "boolean", date: "date", int: "number", str: "text"}


def _form(fact: str) -> str:
    kind = inner(Situation.model_fields[fact].annotation)
    if get_origin(kind) is Literal:
        return "choice"
    return "codes" if get_origin(kind) is tuple else _FORMS.get(kind, "text")


@strawberry.type
class FactForm:
    """How a form asks for it."""

    name: str
    label: str
    form: str
    options: list[Label]

    @classmethod
    def of(cls, fact: str) -> "FactForm":
        """From the one definition of the situation."""
        info = Situation.model_fields[fact]
        form = _form(fact)
        chosen = OPTIONS.get(fact, ()) if form == "choice" else ()
        return cls(
            name=to_camel_case(fact), label=info.title or fact, form=form,
            options=[Label(code=str(v).upper(), label=value_label(fact, v)) for v in chosen],
        )  # fmt: skip


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
        return [FactForm.of(fact) for fact in Situation.model_fields]
