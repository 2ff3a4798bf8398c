"""Who asks and what she may do; the facts that may be told of a child, with their words (本人与词表)."""

from datetime import date
from enum import Enum
from typing import Literal, get_origin

import strawberry
from strawberry.utils.str_converters import to_camel_case

from api.common import Area, Label
from api.drafts.query import MAY
from api.loading.query import MAY_LOAD
from api.obligations.query import WRITERS
from api.request.context import Context
from api.situation.input import inner
from knowledge.access.rights import may_count, reach
from knowledge.situation.situation import OPTIONS, Situation, value_label
from knowledge.vocabulary import ActorRole, FieldClass
from network.entities import Actor


@strawberry.enum()
class Right(Enum):
    """Each is refused by its own field too; a client asks so that it need not offer what will be refused."""

    CASES = strawberry.enum_value("cases")
    CASE_COUNTS = strawberry.enum_value("case_counts")
    DRAFTS = strawberry.enum_value("drafts")
    RECORDS = strawberry.enum_value("records")
    LOAD = strawberry.enum_value("load")
    JOBS = strawberry.enum_value("jobs")


def rights(actor: Actor) -> list[Right]:
    """What the role allows; where, the areas say."""
    role = actor.role
    held = {
        Right.CASES: reach(role, FieldClass.F1) == "area",
        Right.CASE_COUNTS: may_count(role, FieldClass.F1),
        Right.DRAFTS: role in MAY,
        Right.RECORDS: role in WRITERS,
        Right.LOAD: any(role in roles for roles in MAY_LOAD.values()),
        Right.JOBS: role is not ActorRole.ANONYMOUS,
    }
    return [right for right, yes in held.items() if yes]


@strawberry.type
class Viewer:
    """Nothing but her account, the role, its areas and its rights."""

    id: str | None
    role: Label
    areas: list[Area]
    may: list[Right]


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
            id=None if role is ActorRole.ANONYMOUS else c.actor.id, role=Label.of(role),
            areas=[Area.of(a) for a in known if a is not None], may=rights(c.actor),
        )  # fmt: skip

    @strawberry.field
    async def facts(self) -> list[FactForm]:
        """In the order of `SituationInput`."""
        return [FactForm.of(fact) for fact in Situation.model_fields]
