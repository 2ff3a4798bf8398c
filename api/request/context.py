"""What a resolver may reach: the actor, the network snapshot, the rulebook and the graph."""

from dataclasses import dataclass, field
from datetime import date, datetime

from strawberry.fastapi import BaseContext

from analytics.coverage.layout import CurrentLayout
from api.request.audit import Audit
from api.request.loader import Loader
from api.request.outlines import OutlineReader
from graph_model.graph import Graph
from graph_model.persons.seal import Vault
from knowledge.access.policy import Action, allowed, who_may
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.errors import DomainError, Forbidden, Unauthenticated
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import ActorRole
from network.entities import Actor
from network.snapshot import Network


@dataclass
class Context(BaseContext):
    """One request."""

    actor: Actor
    graph: Graph
    network: Network
    book: Rulebook
    vault: Vault | None = None
    """Opens sealed records; without one no case can be read."""
    audit: Audit | None = None
    loader: Loader | None = None
    """Deals with files that are handed in; without one nothing can be loaded here."""
    layouts: CurrentLayout = field(default_factory=CurrentLayout)
    """The live network\'s layout with its cached results, shared by all requests of the service."""

    def may(self, action: Action) -> bool:
        """Whether whoever asks has an action."""
        return allowed(self.actor.role, action)

    def require(self, action: Action) -> None:
        """Refuse whoever does not have an action.

        Raises:
            Unauthenticated: nobody has signed in.
            Forbidden: the role does not have it; names the roles that do.
        """
        if not self.may(action):
            raise self.refusal(action)

    def refusal(self, action: Action) -> DomainError:
        """The refusal of an action: to sign in first, or who may do it."""
        if self.actor.role is ActorRole.ANONYMOUS:
            return Unauthenticated("missing")
        return Forbidden(action.value, who_may(action))

    def __post_init__(self) -> None:
        """Let strawberry set what it adds."""
        super().__init__()
        self.outlines = OutlineReader(self.graph)


def today() -> date:
    """The day in Guangzhou: the default of every `on`."""
    return datetime.now(SHANGHAI).date()
