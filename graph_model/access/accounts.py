"""From a token's subject to an actor: role and areas live in the graph, so that revocation acts at once (账户)."""

from dataclasses import dataclass

from graph_model.graph import Graph
from graph_model.rows import statements
from knowledge.errors import Unauthenticated
from knowledge.vocabulary import ActorRole
from network.entities import ANONYMOUS, Actor, NetworkVersion

(ACCOUNT,) = statements(__file__, "account")


@dataclass(frozen=True, slots=True)
class _Row:
    role: ActorRole | None
    areas: tuple[str, ...] | None
    number: int
    rules: str | None


async def actor(graph: Graph, subject: str) -> tuple[Actor, NetworkVersion]:
    """The actor behind a subject and the state of the network, in one read.

    Raises:
        Unauthenticated: the subject has no account (any more).
    """
    row = await graph.row(ANONYMOUS, ACCOUNT, _Row, subject=subject)
    if row is None or row.role is None:
        raise Unauthenticated("account")
    return Actor(subject, row.role, row.areas or ()), NetworkVersion(row.number, row.rules)
