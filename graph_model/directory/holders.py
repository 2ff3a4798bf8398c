"""Names of post holders within the actor's areas (任职人)."""

from collections.abc import Iterable
from dataclasses import dataclass

from graph_model.graph import Tx
from graph_model.rows import statements

(HOLDERS,) = statements(__file__, "holders")


@dataclass(frozen=True, slots=True)
class _Name:
    post: str
    name: str


async def holders(tx: Tx, posts: Iterable[str]) -> dict[str, str]:
    """Names of post holders (F1) that the actor may see; the others are absent."""
    return {r.post: r.name for r in await tx.rows(HOLDERS, _Name, posts=list(posts))}
