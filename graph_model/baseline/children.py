"""Children whom a benchmark has made are taken away again (基准的儿童)."""

from graph_model.graph import Tx
from graph_model.rows import KeyRow, statements

(REMOVED_CHILDREN,) = statements(__file__, "removed_children")


async def removed(tx: Tx, prefix: str) -> int:
    """Take away a part of the children with such keys; how many they were."""
    return len(await tx.rows(REMOVED_CHILDREN, KeyRow, prefix=prefix))
