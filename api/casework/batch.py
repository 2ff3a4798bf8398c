"""caseworkBatch: several steps in one request, each judged and written alone (成批办理)."""

from collections.abc import Mapping
from typing import Any

import strawberry
from strawberry.schema_directives import OneOf
from strawberry.tools import create_type

from api.casework.inputs import input_of, people
from api.casework.mutation import take
from api.casework.parts import mutation_name
from api.casework.types import WorkPayload
from api.common import Info
from api.made import field_of
from api.problems import Problem
from api.request.context import Context
from knowledge.casework.load import table
from knowledge.casework.rows import ActionRow, ItemKind
from knowledge.errors import BadInput, DomainError

MOST = 500
"""Steps in one batch (configured value)."""
STEPS: Mapping[str, tuple[ItemKind, ActionRow]] = {
    f"{kind.code}_{action.code}": (kind, action) for kind in table().kinds.values() for action in people(kind)
}
"""Every step that people take."""
StepInput: Any = create_type(
    "CaseworkStepInput",
    [
        field_of(name, input_of(kind, action) | None, action.both, strawberry.UNSET)
        for name, (kind, action) in STEPS.items()
    ],
    is_input=True,
    directives=(OneOf(),),
)
"""Exactly one step, by the name of its mutation."""


@strawberry.input
class CaseworkBatchInput:
    """Steps, in the order in which they are taken."""

    steps: list[StepInput]


@strawberry.type
class CaseworkBatchRow:
    """Outcome of one step."""

    number: int
    mutation: str
    result: WorkPayload | None
    problem: Problem | None


@strawberry.type
class CaseworkBatchPayload:
    """Outcomes of all steps, in their order."""

    rows: list[CaseworkBatchRow]


@strawberry.type
class BatchMutation:
    """Several steps in one request."""

    @strawberry.mutation
    async def casework_batch(self, info: Info, input: CaseworkBatchInput) -> CaseworkBatchPayload | None:
        """Each is judged and written alone; repeated with their keys they change nothing more."""
        if not 0 < len(input.steps) <= MOST:
            raise BadInput("steps", "casework.batch", most=MOST)
        rows = [await _row(info.context, number, step) for number, step in enumerate(input.steps, 1)]
        return CaseworkBatchPayload(rows=rows)


async def _row(c: Context, number: int, step: Any) -> CaseworkBatchRow:
    (name, given) = next((n, v) for n in STEPS if (v := getattr(step, n)) is not strawberry.UNSET)
    kind, action = STEPS[name]
    called = mutation_name(kind, action)
    try:
        made = await take(c, kind, action, given)
    except DomainError as e:
        return CaseworkBatchRow(number=number, mutation=called, result=None, problem=Problem.of(e))
    return CaseworkBatchRow(number=number, mutation=called, result=made, problem=None)
