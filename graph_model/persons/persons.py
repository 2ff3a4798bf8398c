"""Children, guardians, households and cases: sealed at rest, read within the actor's areas (个案与人员)."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph_model.directory.records import batches
from graph_model.graph import Graph, Tx
from graph_model.persons.seal import Bound, KeyRing, Vault
from graph_model.rows import KeyRow, Statement, plain, statements
from knowledge.access.assignment import RELATIONS, Part
from knowledge.access.policy import CaseRelation, countable, readable
from knowledge.errors import NotFound, Sealed
from knowledge.situation.situation import Situation
from knowledge.vocabulary import FieldClass, Provenance
from network.entities import Actor

NAMES = "put_minors put_guardians put_cases put_assignments dossier cases_of_area dossiers_of homes_of taken"
PUT_MINORS, PUT_GUARDIANS, PUT_CASES, PUT_ASSIGNMENTS, DOSSIER, CASES_OF_AREA, DOSSIERS_OF, HOMES_OF, TAKEN = (
    statements(__file__, *NAMES.split())
)
SEALED = (FieldClass.F2, FieldClass.F3, FieldClass.F4, FieldClass.F5, FieldClass.F6)
"""Field classes stored as sealed blobs, one per class and person."""
SHOWN = SEALED[:-1]
"""Classes that an answer may mention; sealed judicial records (F6) never, not even as a possibility."""


@dataclass(frozen=True, slots=True)
class Minor:
    """A child: pseudonym, area, and sealed facts by field class."""

    id: str
    pseudonym: str
    area: str
    household: str
    provenance: Provenance
    source: str
    school: str | None = None
    """Key of the school's service point."""
    open: str = "{}"
    """F1 facts of the situation as JSON: status, no identity."""
    f2: bytes | None = None
    f3: bytes | None = None
    f4: bytes | None = None
    f5: bytes | None = None
    f6: bytes | None = None


@dataclass(frozen=True, slots=True)
class Guardian:
    """A parent or other guardian, with sealed facts."""

    id: str
    minor: str
    provenance: Provenance
    source: str
    f3: bytes | None = None
    """Relation to the child and name."""
    f4: bytes | None = None
    """State of the guardian, and since when."""


@dataclass(frozen=True, slots=True)
class Case:
    """A case of one child; the difficulty codes are F1 only if their own class is."""

    id: str
    minor: str
    kind: str
    opened: date
    status: str
    provenance: Provenance
    source: str
    difficulties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Assignment:
    """An account on the team of a case: who approved it, why, and for which days (`until` excluded)."""

    id: str
    case: str
    account: str
    approver: str
    reason: str
    since: date
    until: date | None = None
    part: Part = Part.MEMBER


Person = Minor | Guardian | Case | Assignment
PUT: dict[type, Statement] = {Minor: PUT_MINORS, Guardian: PUT_GUARDIANS, Case: PUT_CASES, Assignment: PUT_ASSIGNMENTS}


async def put(tx: Tx, records: Sequence[Person]) -> frozenset[str]:
    """Write records of one kind and return the keys written.

    A key that is missing from the result belongs to a record whose area, child or case is not in the graph.
    """
    rows = await tx.rows(PUT[type(records[0])], KeyRow, records=[_row(r) for r in records])
    return frozenset(f.key for f in rows)


def _row(record: Person) -> dict[str, Any]:
    blobs = {f"f{n}": getattr(record, f"f{n}", None) for n in range(2, 7)}
    return {**plain(record), **{k: v for k, v in blobs.items() if v is not None}}


async def put_all(graph: Graph, actor: Actor, records: Sequence[Person]) -> frozenset[str]:
    """Write records of one kind in batches; safe to repeat."""
    written: set[str] = set()
    for group in batches(records):
        written |= await graph.write(actor, put, group)
    return frozenset(written)


@dataclass(frozen=True, slots=True)
class _TakenRow:
    key: str
    mine: bool


async def taken(tx: Tx, keys: Sequence[str]) -> Mapping[str, bool]:
    """The keys of children that exist already; True if the child lives in one of the actor's areas."""
    return {t.key: t.mine for t in await tx.rows(TAKEN, _TakenRow, keys=list(keys))}


@dataclass(frozen=True, slots=True)
class Kin:
    """A guardian with sealed state."""

    id: str
    f4: bytes | None


@dataclass(frozen=True, slots=True)
class Dossier:
    """A case with its child and guardians, as stored: sealed."""

    id: str
    kind: str
    opened: date
    status: str
    difficulties: tuple[str, ...]
    minor: str
    pseudonym: str
    area: str
    provenance: Provenance
    open: str
    guardians: tuple[Kin, ...]
    in_area: bool
    """The child lives in one of the actor's areas."""
    parts: tuple[Part, ...]
    """Parts of the actor in the case on the day of the read."""
    deputy: bool
    """True if the actor is the deputy of a member of the team that day."""
    f2: bytes | None = None
    f3: bytes | None = None
    f4: bytes | None = None
    f5: bytes | None = None
    f6: bytes | None = None
    emergency: bool = False
    """The actor has opened this child in an emergency, and the time is not up; not known in lists."""

    @property
    def relations(self) -> frozenset[CaseRelation]:
        """Return the actor's relations to the case."""
        own = [CaseRelation.AREA] * self.in_area + [CaseRelation.DEPUTY] * self.deputy
        own += [CaseRelation.BREAK_GLASS] * self.emergency
        return frozenset(own).union(*(RELATIONS[part] for part in self.parts))

    @property
    def on_team(self) -> bool:
        """True if the actor is on the team."""
        return CaseRelation.TEAM in self.relations

    def blobs(self) -> Iterator[tuple[Bound, bytes]]:
        """The sealed blobs of the child and its guardians, each with the node and class that it belongs to."""
        for c in SEALED:
            blob: bytes | None = getattr(self, c.value.lower())
            if blob is not None:
                yield Bound("Minor", self.minor, c), blob
        for kin in self.guardians:
            if kin.f4 is not None:
                yield Bound("Guardian", kin.id, FieldClass.F4), kin.f4


@dataclass(frozen=True, slots=True)
class Opened:
    """Facts of a case that an actor may read; withheld facts are unknown."""

    dossier: Dossier
    situation: Situation
    read: tuple[FieldClass, ...]
    """Field classes that were opened."""
    withheld: tuple[FieldClass, ...]
    """Field classes that the actor may not read, whether or not anything of them is on file; all if the key is lost."""


async def dossier(tx: Tx, case: str, on: date) -> Dossier:
    """Return a case in the actor's areas, or one of the actor by an approval on the day `on`: today.

    Raises:
        NotFound: No such case, or it is not the actor's; the error does not reveal which.
    """
    row = await tx.row(DOSSIER, Dossier, case=case, on=on)
    if row is None:
        raise NotFound("case", "case")
    return row


@dataclass(frozen=True, slots=True)
class _ChildHome:
    key: str
    area: str


async def homes_of(tx: Tx, minors: Sequence[str]) -> dict[str, str]:
    """The areas where children live, by key; without children who are not there or outside the actor's areas."""
    return {row.key: row.area for row in await tx.rows(HOMES_OF, _ChildHome, minors=list(minors))}


@dataclass(frozen=True, slots=True)
class _Cases:
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Page:
    rows: tuple[Dossier, ...]


async def cases_of_area(tx: Tx, area: str, first: int = 10_000_000, after: str = "") -> tuple[str, ...]:
    """The keys of the cases of an area, within the actor's areas, in their order."""
    cases = await tx.row(CASES_OF_AREA, _Cases, area=area, first=first, after=after)
    return cases.keys if cases else ()


async def dossiers_of(tx: Tx, area: str, cases: Sequence[str], on: date) -> list[Dossier]:
    """The cases of an area with these keys, within the actor's areas, by key."""
    page = await tx.row(DOSSIERS_OF, _Page, area=area, cases=list(cases), on=on)
    return list(page.rows) if page else []


async def dossiers(tx: Tx, area: str, on: date, first: int, after: str = "") -> list[Dossier]:
    """A page of the cases of an area, within the actor's areas, by key."""
    return await dossiers_of(tx, area, await cases_of_area(tx, area, first, after), on)


def counted(vault: Vault | KeyRing, actor: Actor, d: Dossier) -> Situation:
    """The facts of a case that the actor's role may have counted; for computing counts only, never to be shown.

    Raises:
        Sealed: The key is missing or does not fit.
    """
    facts: dict[str, Any] = json.loads(d.open)
    classes = countable(actor.roles)
    for bound, blob in d.blobs():
        if bound.field_class in classes:
            facts |= vault.open(d.minor, bound, blob)
    return Situation.model_validate(facts)


def opened_among(vault: Vault | KeyRing, actor: Actor, d: Dossier) -> Opened:
    """As `opened`, for one of many: if this child's key is lost its sealed facts are withheld, and the others are read.

    Raises:
        NotFound, Sealed: As `opened`; there is no master key.
    """
    try:
        return opened(vault, actor, d)
    except Sealed as e:
        if e.why == "master":
            raise
        return Opened(d, Situation.model_validate(json.loads(d.open)), (), SHOWN)


def opened(vault: Vault | KeyRing, actor: Actor, d: Dossier) -> Opened:
    """Open the field classes of a case that the actor's role may read.

    Raises:
        NotFound: The role may not even know that the case exists.
        Sealed: The key is missing or does not fit.
    """
    allowed = readable(actor.roles, d.relations)
    if FieldClass.F1 not in allowed:
        raise NotFound("case", "case")
    facts: dict[str, Any] = json.loads(d.open)
    read: set[FieldClass] = set()
    for bound, blob in d.blobs():
        if bound.field_class in allowed:
            facts |= vault.open(d.minor, bound, blob)
            read.add(bound.field_class)
    withheld = tuple(c for c in SHOWN if c not in allowed)
    return Opened(d, Situation.model_validate(facts), tuple(sorted(read)), withheld)
