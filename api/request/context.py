"""The context of resolvers: actor, network snapshot, rulebook and graph."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from analytics.coverage.layout import CurrentLayout
from api.audit.log import AuditLog
from api.audit.trail import Trail
from api.request.outlines import OutlineReader
from api.request.people import PeopleReader
from graph_model.graph import Graph
from knowledge.access.policy import Action, allowed, is_anonymous, who_may
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.errors import DomainError, Forbidden, Unauthenticated
from knowledge.rulebook.book import Rulebook
from knowledge.texts.provisions import Texts
from network import days
from network.entities import Actor
from network.snapshot import Network

if TYPE_CHECKING:  # what a question from the shell has no use for is not imported
    from api.request.loader import Loader
    from graph_model.access.feed import Feed
    from graph_model.persons.seal import Vault


@dataclass
class Context:
    """The context of one question, from a request or a command; it needs nothing of HTTP, which is slow to import."""

    actor: Actor
    graph: Graph
    history: Network
    """All records of the network, also those that have ended."""
    book: Rulebook
    vault: "Vault | None" = None
    """Decrypts sealed records; without it no case can be read."""
    audit: AuditLog | None = None
    trail: Trail = field(default_factory=Trail)
    """Records opened by this operation; written to the audit before the answer leaves."""
    loader: "Loader | None" = None
    """Loads uploaded files; without it uploads are refused."""
    layouts: CurrentLayout = field(default_factory=CurrentLayout)
    """The live network\'s layout with its cached results, shared by all requests of the service."""

    changed: Callable[[], None] = lambda: None
    """Called after something was written: whoever asks this process next reads it."""
    subject: str | None = None
    """The subject of the token, before its account is read."""
    session: str | None = None
    """The name of the session of the token, by which it ends when somebody signs out."""
    signed_in: datetime | None = None
    """Time of sign-in of the person with the token, if it contains it."""
    feed: "Feed | None" = None
    """Feed that reports events to a subscription."""
    renewed: Callable[["Context"], Awaitable[None]] | None = None
    """Judges token and account again, and begins a new trail: before each event of a subscription."""

    @property
    def network(self) -> Network:
        """The network of today."""
        return self.at(None)

    def at(self, on: date | None) -> Network:
        """The network of a day, by default of today."""
        return days.at(self.history, on or today())

    @property
    def texts(self) -> Texts:
        """The texts that ship, and the documents that areas have loaded, whatever the day."""
        return self.book.texts.beside(t.provision for of in self.history.local_texts.values() for t in of)

    def may(self, action: Action) -> bool:
        """True if the actor may do the action."""
        return allowed(self.actor.roles, action)

    def require(self, action: Action) -> None:
        """Check that the actor may do the action.

        Raises:
            Unauthenticated: Nobody has signed in.
            Forbidden: The role may not; the error names the roles that may.
        """
        if not self.may(action):
            raise self.refusal(action)

    def refusal(self, action: Action) -> DomainError:
        """The error for a refused action: sign in first, or the roles that may do it."""
        if is_anonymous(self.actor.roles):
            return Unauthenticated("missing")
        return Forbidden(action.value, who_may(action))

    def __post_init__(self) -> None:
        """Make the readers of this question alone."""
        super().__init__()
        self.outlines = OutlineReader(self.graph)
        self.people = PeopleReader(self.graph, self.actor)


def today() -> date:
    """Today in Guangzhou, the default of every argument `on`."""
    return datetime.now(SHANGHAI).date()
