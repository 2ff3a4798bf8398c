"""Names of the people in posts, within the actor's areas (任职人)."""

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
    """Names (F1) by post, for the posts whose holder the actor may see."""
    return {r.post: r.name for r in await tx.rows(HOLDERS, _Name, posts=list(posts))}
