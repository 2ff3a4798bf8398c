"""The tables of casework: what each kind of item can be, and the steps between (办理表)."""

from typing import Self

import strawberry

from api.enums import labelled
from knowledge.casework.load import table
from knowledge.casework.rows import ActionRow, ItemKind
from knowledge.roles import ActorRole


@strawberry.type
class CaseworkState:
    """A state of a kind of item."""

    code: str
    label: str
    ended: bool


@strawberry.type
@labelled
class CaseworkStep:
    """A step: from which states it is taken, to which it leads, and who may take it."""

    label: str
    sources: list[str]
    target: str | None
    roles: list[ActorRole]
    automatic: bool
    basis: str

    @classmethod
    def of(cls, row: ActionRow) -> Self:
        """From a row; of an automatic step nobody is listed."""
        may = {} if row.automatic else {role: None for role in ActorRole if role in {r for r, _ in table().may(row)}}
        return cls(
            label=str(row),
            sources=list(row.source),
            target=row.to,
            roles=list(may),
            automatic=row.automatic,
            basis=row.basis,
        )


@strawberry.type
class CaseworkKind:
    """A kind of item with its states and steps."""

    code: str
    label: str
    states: list[CaseworkState]
    steps: list[CaseworkStep]

    @classmethod
    def of(cls, kind: ItemKind) -> Self:
        """From its rows."""
        return cls(
            code=kind.code,
            label=str(kind),
            states=[CaseworkState(code=s.code, label=str(s), ended=s.ended) for s in kind.state],
            steps=[CaseworkStep.of(row) for row in kind.action],
        )


def every_kind() -> list[CaseworkKind]:
    """All kinds of items in the order of the rows."""
    return [CaseworkKind.of(kind) for kind in table().kinds.values()]


@strawberry.type
class CaseworkTableQuery:
    """The rows of casework."""

    @strawberry.field
    def casework_kinds(self) -> list[CaseworkKind] | None:
        """Return every kind of item with its states and steps, from the rows."""
        return every_kind()
