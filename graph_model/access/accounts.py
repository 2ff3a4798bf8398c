"""The actor of a request: roles and areas are read from the graph, so that a revocation takes effect at once (账户)."""

from dataclasses import dataclass

from graph_model.graph import Graph
from graph_model.rows import statements
from knowledge.access.policy import is_system
from knowledge.errors import Unauthenticated
from knowledge.roles import ActorRole
from network.entities import ANONYMOUS, Actor, NetworkVersion

(ACCOUNT,) = statements(__file__, "account")


@dataclass(frozen=True, slots=True)
class _AccountRow:
    roles: tuple[ActorRole, ...] | None
    areas: tuple[str, ...] | None
    number: int
    rules: str | None


async def actor(graph: Graph, subject: str) -> tuple[Actor, NetworkVersion]:
    """The actor with a token's subject, and the version of the network, in one read.

    Raises:
        Unauthenticated: No account (any more) has this subject, or it has a role of the program itself.
    """
    row = await graph.row(ANONYMOUS, ACCOUNT, _AccountRow, subject=subject)
    if row is None or not row.roles or is_system(row.roles):
        raise Unauthenticated("account")
    return Actor(subject, row.roles[0], row.areas or (), row.roles[1:]), NetworkVersion(row.number, row.rules)
