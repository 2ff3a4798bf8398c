"""Reasons why a step of casework was not taken (没有做的原因)."""

from typing import Self

import strawberry

from api.casework.inputs import graphql_name
from api.casework.parts import mutation_name
from api.enums import labelled
from knowledge.casework.load import table
from knowledge.casework.order import RefusalCode, RefusedOrder
from knowledge.roles import ActorRole


@strawberry.type
@labelled
class RefusedAction:
    """Refusal of a step; nothing was changed."""

    reason: RefusalCode
    why: str
    wrong_fields: list[str]
    allowed: list[str]
    who_may: list[ActorRole]

    @classmethod
    def of(cls, r: RefusedOrder) -> Self:
        """From the decision."""
        return cls(
            reason=r.code,
            why=str(r.why),
            wrong_fields=[graphql_name(f) for f in r.fields],
            allowed=[mutation_name(table().kinds[kind], table().action(kind, code)) for kind, code in r.allowed],
            who_may=list(r.who_may),
        )
