"""GraphQL types of the contents of an item: its steps with their forms, clocks, fields (事项上的内容)."""

from datetime import datetime as DateTime
from typing import Any, Self

import strawberry

from api.casework.files import shown
from api.casework.inputs import graphql_name
from api.casework.names import named
from api.common import Citation, citations
from api.enums import labelled
from api.request.context import Context
from graph_model.casework.files import StoredFile
from graph_model.casework.records import EventRow
from knowledge.access.policy import CaseRelation
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.casework.forms import sealable
from knowledge.casework.guards.wants import wanted
from knowledge.casework.load import table
from knowledge.casework.order import Doer, RefusedOrder
from knowledge.casework.rows import ActionRow, Awaited, Clock, Field, FieldType, ItemKind, ItemState
from knowledge.roles import ActorRole
from knowledge.situation.situation import value_label
from knowledge.vocabulary import FieldClass


def now() -> DateTime:
    """The moment of a request."""
    return DateTime.now(SHANGHAI)


@strawberry.type
class ActionFieldValue:
    """A value that a form field can have."""

    code: str
    label: str


@strawberry.type
@labelled
class ActionField:
    """A field of the form of a step."""

    name: str
    label: str
    field_type: FieldType
    field_class: FieldClass
    required: bool
    conditional: bool
    values: list[ActionFieldValue]

    @classmethod
    def of(cls, row: Field, *, required: bool, conditional: bool = False) -> Self:
        """From a row."""
        return cls(
            name=graphql_name(row.code),
            label=str(row),
            field_type=row.type,
            field_class=row.field_class,
            required=required,
            conditional=conditional,
            values=[ActionFieldValue(code=v.code.upper(), label=str(v)) for v in row.values],
        )


@strawberry.type
class AvailableAction:
    """A step: the mutation that takes it, its form, and why it cannot be taken now."""

    mutation: str
    label: str
    main: bool
    rare: bool
    begins: bool
    why: str | None
    blocked_by: str | None
    basis: str
    _kind: strawberry.Private[ItemKind]
    _row: strawberry.Private[ActionRow]

    @classmethod
    def of(cls, kind: ItemKind, row: ActionRow, refused: RefusedOrder | None) -> Self:
        """From a row and the decision without a form."""
        return cls(
            mutation=mutation_name(kind, row),
            label=str(row),
            main=row.main,
            rare=row.rare,
            begins=row.creating,
            why=str(refused.why) if refused else None,
            blocked_by=refused.blocked_by if refused else None,
            basis=row.basis,
            _kind=kind,
            _row=row,
        )

    @strawberry.field
    def form(self) -> list[ActionField]:
        """The fields of its form: lists ask for none, and have many steps."""
        row, named, may = self._row, (self._kind.field_of(code) for code in self._row.form), wanted(self._row)
        must = {*row.needs, *row.asks}
        return [ActionField.of(f, required=f.code in must, conditional=f.code in may) for f in named if f is not None]


def mutation_name(kind: ItemKind, row: ActionRow) -> str:
    """The mutation of a step."""
    return graphql_name(f"{kind.code}_{row.code}")


def waited_for(kind: ItemKind, state: ItemState, doer: Doer) -> Awaited | None:
    """The person or body that an item in a state waits for, unless it is the viewer."""
    hers = state.waits is Awaited.RECIPIENT and CaseRelation.RECIPIENT in doer.relations
    return state.waits if not hers and f"{kind.code}:{state.code}" in table().waiting(doer.roles) else None


@strawberry.type
class HouseholdChild:
    """A child of the same household."""

    code: str
    child: str
    case: str | None
    visit: str | None


@strawberry.type
class RunningClock:
    """A clock of an item: what must be done by when."""

    code: str
    label: str
    due: DateTime
    overdue: bool
    source: str

    @classmethod
    def of(cls, row: Clock, due: DateTime) -> Self:
        """From a row and the end of the clock."""
        return cls(code=row.code, label=str(row), due=due, overdue=due <= now(), source=row.source)


@strawberry.type
@labelled
class ItemField:
    """A field of an item that the caller may read."""

    name: str
    label: str
    value: str
    value_label: str
    field_type: FieldType
    field_class: FieldClass

    @classmethod
    def all(cls, c: Context, kind: ItemKind, values: dict[str, Any]) -> list[Self]:
        """The fields that have a value, in the order of the rows."""
        return [cls._one(c, row, values[row.code]) for row in kind.field if values.get(row.code) not in (None, "")]

    @classmethod
    def _one(cls, c: Context, row: Field, value: Any) -> Self:
        text, words = _of_file(value) if row.type is FieldType.FILE else _as_text(c, row, value)
        return cls(
            name=graphql_name(row.code),
            label=str(row),
            value=text,
            value_label=words,
            field_type=row.type,
            field_class=row.field_class,
        )


def _of_file(value: Any) -> tuple[str, str]:
    """Return the description of a file: the revision under which it is opened, and its kind and size."""
    file = StoredFile.of(value)
    return str(file.revision), shown(file)


def _as_text(c: Context, row: Field, value: Any) -> tuple[str, str]:
    """A value as clients compare it, and in words."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    plain = value_label(row.code, value) if isinstance(value, bool) else named(c, row.type, text)
    words = next((str(v) for v in row.values if v.code == value), plain)
    return text.upper() if row.type is FieldType.CHOICE else text, words


@strawberry.type
@labelled
class TimelineEntry:
    """Event of an item: who did it, when, and its values, as far as the caller may read them."""

    number: int
    action: str
    action_label: str
    by: str
    by_roles: list[ActorRole]
    recorded_at: DateTime
    occurred_at: DateTime
    state_label: str | None
    fields: list[ItemField]
    withheld: list[FieldClass]
    basis: str
    citations: list[Citation]

    @classmethod
    def of(cls, c: Context, kind: ItemKind, row: EventRow, values: dict[str, Any], may: frozenset[FieldClass]) -> Self:
        """Return the entry of an event, with the values the caller may read; withheld classes follow from the rows."""
        step, state = table().action(kind.code, row.action), row.event().changes.get("state")
        day = row.occurred.astimezone(SHANGHAI).date()
        return cls(
            number=row.seq,
            action=row.action,
            action_label=str(step),
            by=row.by,
            by_roles=[ActorRole(r) for r in row.roles],
            recorded_at=row.at,
            occurred_at=row.occurred,
            state_label=str(kind.state_of(state)) if state else None,
            fields=ItemField.all(c, kind, values),
            withheld=sorted(sealable(kind, step) - may),
            basis=step.basis,
            citations=citations(c.book.texts.cited(step.cite, day)),
        )
