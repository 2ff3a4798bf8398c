"""The actor of a request: role and areas are read from the graph, so that a revocation takes effect at once (账户)."""

from dataclasses import dataclass

from graph_model.graph import Graph
from graph_model.rows import statements
from knowledge.errors import Unauthenticated
from knowledge.vocabulary import ActorRole
from network.entities import ANONYMOUS, Actor, NetworkVersion

(ACCOUNT,) = statements(__file__, "account")


@dataclass(frozen=True, slots=True)
class _AccountRow:
    role: ActorRole | None
    areas: tuple[str, ...] | None
    number: int
    rules: str | None


async def actor(graph: Graph, subject: str) -> tuple[Actor, NetworkVersion]:
    """The actor with a token's subject, and the version of the network, in one read.

    Raises:
        Unauthenticated: No account (any more) has this subject.
    """
    row = await graph.row(ANONYMOUS, ACCOUNT, _AccountRow, subject=subject)
    if row is None or row.role is None:
        raise Unauthenticated("account")
    return Actor(subject, row.role, row.areas or ()), NetworkVersion(row.number, row.rules)
