"""People who act in the month: a worker a community, a supervisor a street, the district (人员)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Self

from cli.month.rows import luck
from graph_model.directory import records
from graph_model.graph import Graph
from knowledge.roles import ActorRole
from knowledge.vocabulary import AreaLevel
from loaders.intake.contract import LOADER
from loaders.shipped import districts
from loaders.shipped.load import demo_accounts
from network.entities import Actor
from network.snapshot import Network


@dataclass(frozen=True, slots=True)
class People:
    """The accounts, by where they work."""

    lead: Actor
    workers: Mapping[str, Actor]
    streets: Mapping[str, Actor]
    street_of: Mapping[str, str]
    by_id: Mapping[str, Actor] = field(default_factory=dict)

    @classmethod
    def of(cls, network: Network, district: str, communities: Sequence[str]) -> Self:
        """For these communities; the demo's own accounts where they are."""
        own = {(a.role, a.areas[0]): a for a in demo_accounts(districts.district(district))}
        streets = {c: network.areas[c].parent or "" for c in communities}

        def made(role: ActorRole, area: str) -> Actor:
            return own.get((role, area)) or Actor(f"demo-{role.value}-{area}", role, (area,))

        workers = {c: made(ActorRole.DIRECTOR, c) for c in communities}
        supervisors = {s: made(ActorRole.STREET, s) for s in sorted(set(streets.values()))}
        lead = made(ActorRole.LEAD, district)
        everybody = (lead, *workers.values(), *supervisors.values())
        return cls(lead, workers, supervisors, streets, {a.id: a for a in everybody})

    async def put(self, graph: Graph) -> None:
        """Write their accounts."""
        await records.put_all(graph, LOADER, list(self.by_id.values()))

    def street(self, area: str) -> Actor:
        """The supervisor of a community."""
        return self.streets[self.street_of[area]]

    def present(self, actor: Actor, on: date, seed: int, absence: float) -> bool:
        """True if somebody is at work on a day."""
        return luck(seed, actor.id, on, "absent").random() >= absence


def communities_of(network: Network, district: str) -> list[str]:
    """The communities of a district."""
    areas = network.areas.values()
    inside = [a.code for a in areas if a.level is AreaLevel.COMMUNITY and a.code.startswith(district[:6])]
    return sorted(inside)
