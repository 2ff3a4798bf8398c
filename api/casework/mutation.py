"""The mutations of casework, made from its rows: each is one order on one item (办理的变更)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import strawberry
from strawberry.tools import create_type
from strawberry.types.field import StrawberryField

from api.casework.inputs import form_of, input_of, pascal, people
from api.casework.parts import now
from api.casework.refused import RefusedAction
from api.casework.types import WorkItem, WorkPayload
from api.common import Info
from api.request.context import Context, today
from api.request.reading import LONGEST, read_aside
from graph_model.casework.desk import desk_of
from knowledge.access.clear import is_code
from knowledge.access.policy import Action
from knowledge.casework.load import table
from knowledge.casework.order import Order, RefusedOrder
from knowledge.casework.rows import ActionRow, ItemKind
from knowledge.errors import BadInput
from knowledge.understanding.understood import understand
from knowledge.words.meaning import Danger

LONGEST_KEY = 60


async def take(c: Context, kind: ItemKind, action: ActionRow, given: Any) -> WorkItem | RefusedAction:
    """Take one step.

    Raises:
        BadInput: The key is empty, too long or no code, or there is no key store.
        Conflict: The key was used for another order.
        NotFound: No such item, or not the caller's to see.
    """
    c.require(Action.DO_CASEWORK)
    if not 0 < len(given.key) <= LONGEST_KEY:
        raise BadInput("key", "input.length", least=1, most=LONGEST_KEY)
    if not is_code(given.key):
        raise BadInput("key", "input.only_code")
    if c.vault is None:
        raise BadInput("input", "settings.no_key_store")
    order = Order(
        kind.code,
        action.code,
        form_of(kind, action, given),
        given.key,
        now(),
        given.occurred_at,
        None if action.creating else given.expected_revision,
    )
    order = replace(order, heard=await _heard(c, action, order.form))
    of = None if action.creating and not action.under else given.under if action.under else given.code
    desk = desk_of(c.graph, c.vault, c.book, c.network)
    made = await desk.carry_out(c.actor, of, order)
    return RefusedAction.of(made) if isinstance(made, RefusedOrder) else WorkItem.held(c, made)


async def _heard(c: Context, action: ActionRow, form: Mapping[str, Any]) -> frozenset[str]:
    """Return the fields of a form whose words name danger or suggest it; of each only the beginning is read."""
    words = {of: str(form[of])[:LONGEST] for of in action.hears.values() if form.get(of)}
    dangers = {
        of: (await read_aside(of, text, understand, c.book, text, today(), {})).danger for of, text in words.items()
    }
    return frozenset(of for of, danger in dangers.items() if danger is not Danger.NONE)


def _mutation(kind: ItemKind, action: ActionRow) -> StrawberryField:
    given = input_of(kind, action)

    async def resolve(info: Info, input: Any) -> Any:
        return await take(info.context, kind, action, input)

    name = pascal(kind.code, action.code)
    resolve.__name__ = f"{kind.code}_{action.code}"
    resolve.__annotations__ = {"info": Info, "input": given, "return": WorkPayload | None}
    return strawberry.mutation(resolve, name=name[0].lower() + name[1:], description=f"{action.both}：{action.basis}")


CaseworkMutation: Any = create_type(
    "CaseworkMutation",
    [_mutation(kind, action) for kind in table().kinds.values() for action in people(kind)],
)
"""One mutation for each step that people take."""
