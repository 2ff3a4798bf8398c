"""What a resolver may reach: the actor, the network snapshot, the rulebook and the graph."""

from dataclasses import dataclass
from datetime import date, datetime

from strawberry.fastapi import BaseContext

from api.request.audit import Audit
from api.request.loader import Loader
from api.request.outlines import Outlines
from graph_model.graph import Graph
from graph_model.persons.seal import Vault
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.rulebook.book import Rulebook
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

    def __post_init__(self) -> None:
        """Let strawberry set what it adds."""
        super().__init__()
        self.outlines = Outlines(self.graph)


def today() -> date:
    """The day in Guangzhou: the default of every `on`."""
    return datetime.now(SHANGHAI).date()
