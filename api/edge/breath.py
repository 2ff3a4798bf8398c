"""Yielding of long answers: a list continues in the next turn of the event loop (让出)."""

import asyncio
from time import perf_counter
from typing import Any

from graphql import get_named_type, is_leaf_type
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from graph_model.breath import HELD


class YieldingExecutor(StrawberryGraphQLCoreExecutionContext):
    """The execution of one operation. Its resolvers are plain functions: only between items of a list it can stop."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._since = perf_counter()
        self._turn = asyncio.Lock()

    def complete_list_item_value(self, item: Any, complete_results: list[Any], item_type: Any, *where: Any) -> bool:
        """Complete an item now, or in a later turn if this operation has occupied the event loop for long."""
        if not self._held() or is_leaf_type(get_named_type(item_type)):
            return super().complete_list_item_value(item, complete_results, item_type, *where)
        complete_results.append(self._later(item, item_type, *where))
        return True

    async def _later(self, item: Any, item_type: Any, *where: Any) -> Any:
        async with self._turn:  # one after the other: of many that are awakened together each would hold the loop
            if self._held():
                await asyncio.sleep(0)
                self._since = perf_counter()
        completed: list[Any] = []
        if super().complete_list_item_value(item, completed, item_type, *where):
            return await completed[0]
        return completed[0]

    def _held(self) -> bool:
        return perf_counter() - self._since >= HELD
