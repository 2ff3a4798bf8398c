"""What `node` and `nodes` find: how the Relay id of each type becomes the thing (节点)."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from api.common import BodyKind, Node, parse_id
from api.directory.acts import Act
from api.drafts.types import DraftWhole
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


def _held(rows: Mapping[str, Any], code: str, make: Callable[[Any], Node]) -> Node | None:
    return make(rows[code]) if code in rows else None


async def _area(c: Context, code: str) -> Node | None:
    return _held(c.network.areas, code, Area.of)


async def _body(c: Context, code: str) -> Node | None:
    return _held(c.network.bodies, code, Office.of)


async def _point(c: Context, code: str) -> Node | None:
    return _held(c.network.points, code, lambda s: Point.of(c.network, s, sees=c.may(Action.SEE_CONFIDENTIAL_POINTS)))


async def _matter(c: Context, code: str) -> Node | None:
    return _held(c.book.matters, code, MatterRef.of)


async def _kind(c: Context, code: str) -> Node | None:
    return _held(c.book.kinds, code, BodyKind.of)


async def _act(c: Context, code: str) -> Node | None:
    return _held(c.book.acts, code, Act.of)


async def _service(c: Context, code: str) -> Node | None:
    return _held(c.book.services, code, lambda s: Service.of(c.book, s))


async def _obligation(c: Context, code: str) -> Node | None:
    return _held(c.book.obligations, code, lambda o: Obligation.of(c, o, today()))


async def _document(c: Context, code: str) -> Node | None:
    return _held(c.book.texts.documents, code, lambda d: Document.of(c.book, d))


async def _clause(c: Context, code: str) -> Node | None:
    provision = c.book.texts.provision(code, today())
    return Clause.of(c.book, provision) if provision else None


async def _draft(c: Context, name: str) -> Node | None:
    c.require(Action.EDIT_DRAFTS)
    return DraftWhole.whole(await c.graph.read(c.actor, store.get, name))


async def _job(c: Context, code: str) -> Node | None:
    return JobRow.of(await c.graph.read(c.actor, jobs.get, code))


async def _case(c: Context, code: str) -> Node | None:
    c.require(Action.READ_CASES)
    row = await c.graph.read(c.actor, cases.case_in, code)
    return CaseSummary.of(row) if row else None


NODES: Mapping[str, Callable[[Context, str], Awaitable[Node | None]]] = {
    "Act": _act,
    "Area": _area,
    "Body": _body,
    "BodyKind": _kind,
    "CaseSummary": _case,
    "Clause": _clause,
    "Document": _document,
    "Draft": _draft,
    "Job": _job,
    "Matter": _matter,
    "Obligation": _obligation,
    "Service": _service,
    "ServicePoint": _point,
}
"""By GraphQL type; a test holds it against the types that implement Node."""


async def fetch(c: Context, given: str) -> Node | None:
    """The thing behind a Relay id; None where it is not there.

    Raises:
        BadInput: not an id of this schema.
        Unauthenticated, Forbidden: a draft or a case, and no right to it.
    """
    kind, code = parse_id(given)
    if kind not in NODES:
        raise BadInput("id", "input.not_an_id")
    try:
        return await NODES[kind](c, code)
    except NotFound:
        return None
