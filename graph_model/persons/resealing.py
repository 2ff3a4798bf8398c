"""All sealed facts of the graph, read to be opened or encrypted again with the newest keys (重新加密)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph_model.graph import Graph, Tx
from graph_model.persons import reasons
from graph_model.persons.persons import SEALED
from graph_model.persons.seal import Bound, Vault
from graph_model.rows import KeyRow, statements
from knowledge.errors import Erased, Sealed
from knowledge.vocabulary import FieldClass
from network.entities import Actor

NAMES = ("sealed_persons", "put_sealed_minors", "put_sealed_guardians", "sealed_entries", "put_sealed_entries")
FURTHER = ("sealed_files", "put_sealed_files", "sealed_reasons", "put_sealed_reasons")
PERSONS, PUT_MINORS, PUT_GUARDIANS, ENTRIES, PUT_ENTRIES, FILES, PUT_FILES, REASONS, PUT_REASONS = statements(
    __file__, *NAMES, *FURTHER
)
PART = 200
"""Children or entries of one transaction."""
PART_OF_FILES = 4
"""Parts of files of one transaction: each has up to a megabyte."""
FILE = "File"
"""The label to which parts of files are bound."""
Step = Callable[[int], None]


@dataclass
class SealedCount:
    """Number of encrypted parts that were read, and the subjects of which some cannot be decrypted."""

    read: int = 0
    changed: int = 0
    closed: set[str] = field(default_factory=set)
    """Subjects of parts that no key opens."""


@dataclass(frozen=True, slots=True)
class _PersonsRow:
    id: str
    guardians: tuple[Mapping[str, Any], ...]
    f2: bytes | None = None
    f3: bytes | None = None
    f4: bytes | None = None
    f5: bytes | None = None
    f6: bytes | None = None


@dataclass(frozen=True, slots=True)
class _EntryRow:
    seq: int
    item: str
    version: int
    sealed: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class _FileRow:
    id: str
    subject: str
    field_class: FieldClass
    blob: bytes


@dataclass(frozen=True, slots=True)
class _ReasonsRow:
    id: str
    reasons: tuple[Mapping[str, Any], ...]


class Resealing:
    """One walk over all sealed parts within the areas of an actor; `change` writes what has a newer key."""

    def __init__(self, graph: Graph, actor: Actor, vault: Vault, *, change: bool) -> None:
        self._graph, self._actor, self._vault, self._change = graph, actor, vault, change
        self.count = SealedCount()

    async def walk(self, advance: Step) -> SealedCount:
        """Read, and change, everything; broken off at any moment it can be repeated.

        Raises:
            Sealed: A master key is not there.
            GraphUnavailable: The database cannot be used.
        """
        child, entry, part, account = "", -1, "", ""
        while persons := await self._graph.write(self._actor, self._persons, child):
            child = persons[-1].id
            advance(len(persons))
        while entries := await self._graph.write(self._actor, self._entries, entry):
            entry = entries[-1].seq
            advance(len(entries))
        while parts := await self._graph.write(self._actor, self._files, part):
            part = parts[-1].id
            advance(len(parts))
        while accounts := await self._graph.write(self._actor, self._reasons, account):
            account = accounts[-1].id
            advance(len(accounts))
        return self.count

    async def _persons(self, tx: Tx, after: str) -> list[_PersonsRow]:
        rows = await tx.rows(PERSONS, _PersonsRow, after=after, first=PART)
        minors = [{"id": r.id, "blobs": self._blobs(r.id, "Minor", r.id, _of(r))} for r in rows]
        guardians = [
            {"id": g["id"], "blobs": self._blobs(r.id, "Guardian", g["id"], g)} for r in rows for g in r.guardians
        ]
        for statement, changed in ((PUT_MINORS, minors), (PUT_GUARDIANS, guardians)):
            if some := [c for c in changed if c["blobs"]]:
                await tx.rows(statement, KeyRow, rows=some)
        return rows

    def _blobs(self, subject: str, label: str, node: str, values: Mapping[str, Any]) -> dict[str, bytes]:
        """The parts of one node that change."""
        new = {
            c.value.lower(): self._again(subject, Bound(label, node, c), blob)
            for c in SEALED
            if (blob := values.get(c.value.lower())) is not None
        }
        return {name: blob for name, blob in new.items() if blob is not None}

    async def _entries(self, tx: Tx, after: int) -> list[_EntryRow]:
        rows = await tx.rows(ENTRIES, _EntryRow, after=after, first=PART)
        if some := [part for row in rows for part in self._parts(row)]:
            await tx.rows(PUT_ENTRIES, KeyRow, rows=some)
        return rows

    def _parts(self, row: _EntryRow) -> Iterator[dict[str, Any]]:
        """The sealed parts of an entry that change."""
        for s in row.sealed:
            bound = Bound("Event", f"{row.item}@{row.version}", FieldClass(s["class"]))
            blob = self._again(s["subject"], bound, s["blob"])
            if blob is not None:
                yield {"seq": row.seq, "subject": s["subject"], "class": s["class"], "blob": blob}

    async def _files(self, tx: Tx, after: str) -> list[_FileRow]:
        rows = await tx.rows(FILES, _FileRow, after=after, first=PART_OF_FILES)
        made = [(r.id, self._again(r.subject, Bound(FILE, r.id, r.field_class), r.blob)) for r in rows]
        if some := [{"id": name, "blob": blob} for name, blob in made if blob is not None]:
            await tx.rows(PUT_FILES, KeyRow, rows=some)
        return rows

    async def _reasons(self, tx: Tx, after: str) -> list[_ReasonsRow]:
        rows = await tx.rows(REASONS, _ReasonsRow, after=after, first=PART)
        made = [{"account": row.id, "id": r["id"], "blobs": self._words(r)} for row in rows for r in row.reasons]
        if some := [m for m in made if m["blobs"]]:
            await tx.rows(PUT_REASONS, KeyRow, rows=some)
        return rows

    def _words(self, edge: Mapping[str, Any]) -> dict[str, bytes]:
        """The reasons of one edge that change."""
        kept = {k: v for k in ("reason", "ended_for") if isinstance(v := edge[k], bytes | bytearray)}
        new = {k: self._again(edge["subject"], reasons.bound(edge["about"]), bytes(v)) for k, v in kept.items()}
        return {k: blob for k, blob in new.items() if blob is not None}

    def _again(self, subject: str, bound: Bound, blob: bytes) -> bytes | None:
        """Return a part encrypted anew; None if it stays. Parts that cannot be decrypted stay and are reported."""
        self.count.read += 1
        try:
            again = self._vault.again(subject, bound, blob)
        except Erased:
            return None
        except Sealed as e:
            if e.why == "master":
                raise
            self.count.closed.add(subject)
            return None
        self.count.changed += again is not None and self._change
        return again if self._change else None


def _of(row: _PersonsRow) -> dict[str, bytes | None]:
    return {f"f{n}": getattr(row, f"f{n}") for n in range(2, 7)}
