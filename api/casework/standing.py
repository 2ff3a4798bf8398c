"""Relations of the caller to an item, and the classes of its facts she may read (与事项的关系)."""

from dataclasses import replace

from api.casework.parts import now
from api.common import Info
from api.request.context import Context
from graph_model.casework.looking import Held, NamedInForm, look, standing
from graph_model.casework.work import WorkRow
from knowledge.access.assignment import REASON_LENGTH
from knowledge.access.policy import Action, CaseRelation, Purpose, readable
from knowledge.casework.order import Doer
from knowledge.errors import BadInput, NotFound
from knowledge.messages.message import message
from knowledge.vocabulary import FieldClass

WHY = "casework"
"""The purpose of a read, as the audit has it."""


def listing(c: Context, row: WorkRow) -> Doer:
    """Return the caller with her relations to an item of her worklist."""
    own = {CaseRelation.OWNER} if row.holder == c.actor.id else set[CaseRelation]()
    here = {CaseRelation.AREA} | own
    if row.received:
        here = {CaseRelation.RECIPIENT}
    elif row.asked:
        near = {a.code for a in c.network.path(row.area)} & set(c.actor.areas)
        here = {CaseRelation.ASKED, *(here if near else ())}
    return Doer(c.actor.id, c.actor.roles, frozenset(here))


async def seen(c: Context, code: str, purpose: Purpose = Purpose.CARE) -> Held:
    """Return an item with the caller's relations to it, read for a purpose.

    Raises:
        NotFound: No such item, or it is not visible to the caller; the error does not reveal which.
    """
    there = await standing(c.graph, c.actor, code)
    held = await c.graph.read(there, look, code, NamedInForm(), now().date(), inside=there is c.actor)
    if CaseRelation.BREAK_GLASS in held.doer.relations:
        c.trail.opened((), (), message("purpose.emergency"))
    return replace(held, doer=replace(held.doer, purpose=purpose))


async def inspected(c: Context, code: str, why: str) -> Held:
    """Return an item in the file of an inspection, read by an inspector for a purpose that the audit records.

    Raises:
        BadInput: No purpose, or a story.
        Forbidden: The caller inspects nothing.
        NotFound: The file does not name it.
    """
    c.require(Action.INSPECT_CASES)
    if not 0 < len(why.strip()) <= REASON_LENGTH:
        raise BadInput("inspecting", "approval.reason", most=REASON_LENGTH)
    c.trail.opened((code,), (), message("purpose.inspection"))
    c.trail.opened((), (), why.strip())
    return await seen(c, code, Purpose.INSPECTION)


def reads_items(info: Info, area: str | None = None) -> Context:
    """The context of a question on the items of areas: only for who reads them one by one.

    Raises:
        Forbidden: The caller does not.
        NotFound: There is no such area.
    """
    c = info.context
    c.require(Action.DO_CASEWORK)
    c.require(Action.READ_CASES)
    if area is not None and area not in c.network.areas:
        raise NotFound("area", area)
    return c


def alone(doer: Doer) -> bool:
    """True if only the item itself and those under it may be read: other files are outside the inspection."""
    return doer.purpose is Purpose.INSPECTION


SHARED_WITH = frozenset({CaseRelation.RECIPIENT, CaseRelation.DECIDER})
"""Readers who read of an item only what its rows share."""


def own_classes(doer: Doer) -> frozenset[FieldClass]:
    """The classes that somebody may read whatever rows share with her."""
    return classes(replace(doer, relations=doer.relations - SHARED_WITH))


def classes(doer: Doer) -> frozenset[FieldClass]:
    """Return the field classes readable with these relations to an item; the responsible account is on its team."""
    more = {CaseRelation.TEAM} if CaseRelation.OWNER in doer.relations else set[CaseRelation]()
    return readable(doer.roles, doer.relations | more, doer.purpose)
