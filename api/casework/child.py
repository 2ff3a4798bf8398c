"""Record of the child of an item, as far as the caller may read it (孩子的档案)."""

import asyncio
from collections.abc import Collection
from typing import Any, Self

import strawberry

from api.casework.standing import alone, own_classes
from api.common import Info
from api.enums import labelled
from api.request.context import Context
from graph_model.casework.children import record
from graph_model.casework.looking import Held
from graph_model.persons.persons import SHOWN
from knowledge.access.policy import CaseRelation, readable
from knowledge.casework.load import table
from knowledge.roles import ActorRole
from knowledge.situation.facts import FACTS, Kind
from knowledge.situation.situation import value_label
from knowledge.vocabulary import FieldClass

GUARDIAN = "guardian_now"
"""Field of a case with the guardian."""


@strawberry.type
@labelled
class ChildFact:
    """A fact on file."""

    fact: str
    label: str
    value: str
    value_label: str
    field_class: FieldClass

    @classmethod
    def of(cls, c: Context, code: str, value: Any) -> Self:
        """From a fact and its value; an area by its name."""
        row = FACTS[code]
        area = c.network.areas.get(str(value)) if row.kind is Kind.AREA else None
        words = area.name if area else value_label(code, value)
        return cls(fact=code, label=str(row.label), value=str(value), value_label=words, field_class=row.field_class)


@strawberry.type
@labelled
class HiddenFacts:
    """A class of facts that the caller may not read here, whether or not anything of it is on file."""

    field_class: FieldClass
    readers: list[ActorRole]
    on_file: bool | None
    opens: bool
    """True if the caller may open it for a cause, in an emergency reading that others review."""


@strawberry.type
class ChildRecord:
    """Record of a child: facts that the caller may read, and classes that only others may."""

    facts: list[ChildFact]
    hidden: list[HiddenFacts]
    _minor: strawberry.Private[str]

    @strawberry.field
    async def lookers(self, info: Info) -> int | None:
        """Return the number of people who lately opened more of it than the status, the caller included; no names."""
        log = info.context.audit
        return await asyncio.to_thread(log.lookers.count, self._minor) if log else None


async def child_record(
    c: Context, minor: str, allowed: Collection[FieldClass], known: Collection[FieldClass], why: str
) -> ChildRecord | None:
    """The record of a child of the caller's areas; the read leaves a line in the audit.

    `known` are the classes of which she may know that something is on file.
    """
    row = await c.graph.read(c.actor, record, minor) if c.vault else None
    if row is None or c.vault is None:
        return None
    facts = {k: v for k, v in row.facts(c.vault, allowed).items() if k in FACTS and v not in (None, [], "")}
    read = {FACTS[code].field_class for code in facts}
    c.trail.opened([minor], {FieldClass.F1, *read}, why)
    single = [code for code in FACTS if code in facts and not isinstance(facts[code], list)]
    shown = [ChildFact.of(c, code, facts[code]) for code in single]
    hidden = [_hidden(c, f, row.holds(f) if f in known else None) for f in SHOWN if f not in allowed]
    return ChildRecord(facts=shown, hidden=hidden, _minor=minor)


def guardian_of(held: Held) -> str | None:
    """Return the guardian by the child's open case, for callers who work in the area of an item about the child."""
    here = CaseRelation.AREA in held.doer.relations and FieldClass.F1 in own_classes(held.doer) and not alone(held.doer)
    case = held.around.open_cases.get(held.item.minor or "") if here and held.item else None
    row = table().kinds["case"].field_of(GUARDIAN)
    known = case.open.get(GUARDIAN) if case else None
    return next((str(v) for v in row.values if v.code == known), None) if row else None


def _hidden(c: Context, field_class: FieldClass, on_file: bool | None) -> HiddenFacts:
    readers = [r for r in ActorRole if field_class in readable((r,), {CaseRelation.AREA, CaseRelation.TEAM})]
    by_break_glass = readable(c.actor.roles, {CaseRelation.BREAK_GLASS})
    return HiddenFacts(field_class=field_class, readers=readers, on_file=on_file, opens=field_class in by_break_glass)
