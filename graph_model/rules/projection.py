"""Writing the whole rulebook into the graph, with its hash (规则投影)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph_model.directory.changes import bump
from graph_model.directory.records import batches
from graph_model.directory.snapshot import version
from graph_model.graph import Graph, Tx
from graph_model.rows import Statement, statements
from knowledge.rows.rows import Duty, Matter
from knowledge.rulebook.book import Rulebook
from knowledge.situation.conditions import Atom
from knowledge.texts.provisions import Provision
from network.entities import Actor

(
    CLEAR_RULES,
    PUT_RULEBOOK,
    PUT_KINDS,
    PUT_DOCUMENTS,
    PUT_PROVISIONS,
    PUT_MATTERS,
    PUT_ATOMS,
    PUT_DUTIES,
    PUT_NORMS,
) = statements(
    __file__,
    "clear_rules",
    "put_rulebook",
    "put_kinds",
    "put_documents",
    "put_provisions",
    "put_matters",
    "put_atoms",
    "put_duties",
    "put_norms",
)


BATCH = 300
"""Rows per transaction; fewer than for records, because a duty is written with its citations and conditions."""


@dataclass(frozen=True, slots=True)
class _GoneRow:
    gone: int


async def project(graph: Graph, actor: Actor, book: Rulebook) -> bool:
    """Replace the rules in the graph by those of `book`; False if they are the same already.

    Uses small transactions, because the server's memory limit applies to loads too. The hash is removed first and
    written last, so that an interrupted run is detected and repeated.
    """
    if (await graph.read(actor, version)).rules == book.hash:
        return False
    await graph.write(actor, _write, PUT_RULEBOOK, {"hash": None})
    while await graph.write(actor, _clear):
        pass
    await graph.write(actor, _write, PUT_KINDS, {"records": [_kind(book, code) for code in book.kinds]})
    for statement, rows in (
        (PUT_DOCUMENTS, list(_documents(book))),
        (PUT_PROVISIONS, list(_provisions(book))),
        (PUT_MATTERS, [_matter(m) for m in book.matters.values()]),
        (PUT_ATOMS, list(_atoms(book))),
        (PUT_DUTIES, [r for m in book.matters.values() for r in _duties(book, m)]),
        (PUT_NORMS, list(_norms(book))),
    ):
        for group in batches(rows, BATCH):
            await graph.write(actor, _write, statement, {"records": list(group)})
    await graph.write(actor, _finish, book.hash)
    return True


async def _write(tx: Tx, statement: Statement, params: dict[str, Any]) -> None:
    await tx.write(statement, **params)


async def _clear(tx: Tx) -> int:
    row = await tx.row(CLEAR_RULES, _GoneRow)
    return row.gone if row else 0


async def _finish(tx: Tx, digest: str) -> None:
    await tx.write(PUT_RULEBOOK, hash=digest)
    await bump(tx)


def _kind(book: Rulebook, code: str) -> dict[str, Any]:
    kind = book.kinds[code]
    return {"code": kind.code, "name": kind.name, "name_en": kind.name_en, "level": str(kind.level)}


def _documents(book: Rulebook) -> Iterator[dict[str, Any]]:
    for d in book.texts.documents.values():
        for v in d.version:
            yield {
                "id": v.id,
                "document": d.id,
                "title": d.title,
                "territory": d.territory.code if d.territory else "",
                "force": str(d.force),
                "label": v.label,
                "since": v.since,
                "until": v.until,
                "source": v.source,
                "mark": str(v.mark),
                "trust": str(v.trust),
            }


def provision_id(p: Provision) -> str:
    """The key of a provision in the graph: the id of a plan clause, else version and article."""
    return p.clause if p.clause.startswith("plan:") else f"{p.version.id}/{p.clause.split('/')[1]}"


def _provisions(book: Rulebook) -> Iterator[dict[str, Any]]:
    for versions in book.texts.by_clause.values():
        for p in versions:
            text = "\n".join(p.paras)
            yield {"id": provision_id(p), "clause": p.clause, "version": p.version.id, "text": text, "sha256": p.sha256}


def _matter(m: Matter) -> dict[str, Any]:
    return {
        "code": m.code,
        "name": m.name,
        "name_en": m.name_en,
        "protection": str(m.protection),
        "plan": list(m.plan),
        "danger": bool(m.danger),
        "minors_only": m.minors_only,
    }


def atom_key(atom: Atom) -> str:
    """The key of an atom; equal for atoms with the same meaning."""
    return f"{atom.fact}: {atom.zh}"


def _atoms(book: Rulebook) -> Iterator[dict[str, Any]]:
    atoms = {atom_key(a): a for _, d in book.duties() for a in d.when.atoms}
    for key, a in atoms.items():
        yield {"key": key, "fact": a.fact, "values": sorted(map(str, a.values))}


def _duties(book: Rulebook, m: Matter) -> Iterator[dict[str, Any]]:
    for n, duty in enumerate(m.duty):
        for since, until in book.periods(duty):
            yield {
                "id": f"{m.code}#{n}@{since}",
                "matter": m.code,
                "body": duty.body,
                "role": str(duty.role),
                "act": duty.act,
                "named": duty.named,
                "confidence": str(duty.confidence),
                "since": since,
                "until": until,
                "territory": book.territory(duty),
                "cites": _cites(book, duty, since),
                "atoms": [atom_key(a) for a in duty.when.atoms],
            }


def _cites(book: Rulebook, duty: Duty, on: date) -> list[dict[str, Any]]:
    return [
        {"n": n, "provision": provision_id(c.provision), "quote": c.quote}
        for n, c in enumerate(book.citations(duty, on))
    ]


def _norms(book: Rulebook) -> Iterator[dict[str, Any]]:
    for n in book.norms.values():
        yield {
            "id": n.id,
            "act": n.act,
            "act_name": book.acts[n.act].name,
            "modality": str(n.modality),
            "text": n.text,
            "by": list(n.by),
        }
