"""Query.workspace: what of a district's workspace is there, and what mends the rest (开工清单)."""

import asyncio
from datetime import datetime
from typing import Self

import strawberry

from analytics.coverage import workspace as model
from analytics.coverage.checklist import ExpectedList, ListState
from api.common import Info
from api.enums import labelled
from api.network.types import Area
from graph_model.access import accounts
from graph_model.directory.outlines import drawn
from graph_model.directory.records import numbered
from graph_model.duty import roster
from graph_model.graph import Graph
from knowledge.access.policy import ACCOUNT_ROLES, Action
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.coverage.workspace import PartState, WorkspacePart
from knowledge.errors import NotFound
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import AreaLevel
from network.entities import Actor
from network.snapshot import Network

SHOWN = 20
"""Areas without one that a list names."""


@strawberry.type
@labelled
class WorkspaceItem:
    """Part of the workspace: its state, and the remedy."""

    part: WorkspacePart
    state: PartState
    says: str
    command: str | None
    page: str | None

    @classmethod
    def of(cls, condition: model.PartCondition, district: str) -> Self:
        """From the model."""
        row = condition.row
        mend = row.command(district) or None
        return cls(part=row.part, state=condition.state, says=str(condition.says), command=mend, page=row.page or None)


@strawberry.type
@labelled
class ExpectedKind:
    """A kind of office, place or post that the rules expect in each of some areas."""

    topic: str
    name: str
    state: ListState
    expected: int
    there: int
    absent: list[Area]

    @classmethod
    def of(cls, x: ExpectedList) -> Self:
        """From the model."""
        there = len(x.areas) - len(x.absent)
        absent = [Area.of(a) for a in x.absent[:SHOWN]]
        return cls(topic=x.topic, name=x.name, state=x.state, expected=len(x.areas), there=there, absent=absent)


@strawberry.type
class DistrictWorkspace:
    """A district, part by part, with the lists that the rules expect."""

    district: Area
    parts: list[WorkspaceItem]
    lists: list[ExpectedKind]


async def asked(graph: Graph, actor: Actor, network: Network, book: Rulebook, district: str) -> model.AskedWorkspace:
    """Return the data of a district's workspace; of accounts only the roles are read."""
    now = datetime.now(SHANGHAI)
    near = {a.code for a in (*network.path(district), *network.within(district))}
    every = await graph.read(actor, accounts.of_roles, [role.value for role in ACCOUNT_ROLES])
    mine = [x for x in every if not x.areas or not near.isdisjoint(x.areas)]
    shifts = await graph.read(actor, roster.between, now, now + model.AHEAD)
    inside = [a.code for a in network.within(district)]
    roads, outlined = await graph.read(actor, numbered, inside), await graph.read(actor, drawn, inside)
    return model.AskedWorkspace(network, book, district, now, mine, shifts, roads, outlined)


@strawberry.type
class WorkspaceQuery:
    """The workspace of a district."""

    @strawberry.field
    async def workspace(self, info: Info, area: str | None = None) -> DistrictWorkspace | None:
        """The workspace of a district of the account; by default of the first one."""
        c = info.context
        c.require(Action.LOAD_NETWORK)
        inside = [a for top in c.actor.areas for a in c.network.within(top)]
        districts = [a for a in inside if a.level is AreaLevel.DISTRICT and area in (None, a.code)]
        if not districts:
            raise NotFound("area", area or AreaLevel.DISTRICT.value)
        of = await asked(c.graph, c.actor, c.network, c.book, districts[0].code)
        condition = await asyncio.to_thread(model.workspace, of)
        return DistrictWorkspace(
            district=Area.of(districts[0]),
            parts=[WorkspaceItem.of(p, districts[0].code) for p in condition.parts],
            lists=[ExpectedKind.of(x) for x in condition.lists],
        )
