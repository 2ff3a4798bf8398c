"""`node` and `nodes`: the object with a Relay id, by its GraphQL type (节点)."""

from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

from api.casework import query as casework
from api.common import BodyKind, Node, parse_id
from api.directory.acts import Act
from api.drafts.types import DraftWhole
from api.edge.errors import Code
from api.eligibility.types import Service
from api.jobs.types import JobRow
from api.network.types import Area, Office, Point
from api.obligations.types import Obligation
from api.referral.case import CaseSummary
from api.request.context import Context, today
from api.responsibility.types import MatterRef
from api.texts.query import Clause, Document
from graph_model.drafts import store
from graph_model.jobs import jobs
from graph_model.persons import cases
from knowledge.access.policy import Action
from knowledge.errors import BadInput, NotFound
from knowledge.messages.message import message
from knowledge.vocabulary import FieldClass
from network.entities import ServicePoint

T = TypeVar("T")


Fetch = Callable[[Context, str], Awaitable[Node | None]]
"""The node with a code; None where there is none."""


def _row(rows: Callable[[Context], Mapping[str, T]], make: Callable[[Context, T], Node]) -> Fetch:
    """Fetch a node from rows that are in memory, by code."""

    async def fetch_row(c: Context, code: str) -> Node | None:
        row = rows(c).get(code)
        return None if row is None else make(c, row)

    return fetch_row


def _point(c: Context, point: ServicePoint) -> Node:
    return Point.of(c.history, point, sees=c.may(Action.SEE_CONFIDENTIAL_POINTS))


async def _clause(c: Context, code: str) -> Node | None:
    provision = c.texts.provision(code, today())
    return Clause.of(c, provision) if provision else None


async def _draft(c: Context, name: str) -> Node | None:
    c.require(Action.EDIT_DRAFTS)
    return DraftWhole.whole(await c.graph.read(c.actor, store.get, name))


async def _job(c: Context, code: str) -> Node | None:
    return JobRow.of(await c.graph.read(c.actor, jobs.get, code))


async def _case(c: Context, code: str) -> Node | None:
    if not c.may(Action.READ_CASES):
        return None
    row = await c.graph.read(c.actor, cases.case_in, code)
    if row is not None:
        c.trail.opened((row.minor,), (FieldClass.F1,), message("purpose.cases"))
    return CaseSummary.of(row) if row else None


async def _item(c: Context, code: str) -> Node | None:
    c.require(Action.DO_CASEWORK)
    return await casework.item(c, code)


NODES: Mapping[str, Fetch] = {
    "Act": _row(lambda c: c.book.acts, lambda _, act: Act.of(act)),
    "Area": _row(lambda c: c.history.areas, lambda _, area: Area.of(area)),
    "Body": _row(lambda c: c.history.bodies, lambda _, body: Office.of(body)),
    "BodyKind": _row(lambda c: c.book.kinds, lambda _, kind: BodyKind.of(kind)),
    "CaseSummary": _case,
    "Clause": _clause,
    "Document": _row(lambda c: c.texts.documents, lambda c, document: Document.of(c.texts, c.network, document)),
    "Draft": _draft,
    "Job": _job,
    "Matter": _row(lambda c: c.book.matters, lambda _, matter: MatterRef.of(matter)),
    "Obligation": _row(lambda c: c.book.obligations, lambda c, o: Obligation.of(c, o, today())),
    "Service": _row(lambda c: c.book.services, lambda c, s: Service.of(c.book, s)),
    "ServicePoint": _row(lambda c: c.history.points, _point),
    "WorkItem": _item,
}
"""By GraphQL type; a test compares it with the types that implement Node."""
OF_CHILDREN = frozenset({"CaseSummary", "WorkItem"})
"""Kinds of records of which the audit also records failed requests."""


async def fetch(c: Context, given: str) -> Node | None:
    """Return the node with a Relay id; None where it does not exist.

    Raises:
        BadInput: Not an id of this schema. Unauthenticated, Forbidden: A draft that the actor may not read; a case
            then appears absent.
    """
    kind, code = parse_id(given)
    if kind not in NODES:
        raise BadInput("id", "input.not_an_id")
    try:
        node = await NODES[kind](c, code)
    except NotFound:
        node = None
    if node is None and kind in OF_CHILDREN:
        c.trail.refusals.add(Code.NOT_FOUND)
    return node
