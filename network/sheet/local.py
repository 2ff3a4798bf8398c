"""Statements of the area's own documents on a matter: shown beside the answer, which they never change (本区文件)."""

from collections.abc import Collection, Iterator
from datetime import date

from knowledge.messages.message import message
from network.local import LocalText
from network.referral.referral import Referral
from network.responsibility.offices import Responsibility
from network.sheet.model import FoldLine
from network.snapshot import Network


def naming(network: Network, place: str, matters: Collection[str], on: date) -> tuple[LocalText, ...]:
    """The clauses in force at a place on a day that name one of the matters; none of them makes anybody responsible."""
    return tuple(t for t in network.local_clauses(place, on) if not set(matters).isdisjoint(t.clause.matters))


def raised(r: Referral) -> frozenset[str]:
    """The matters of a referral: those to report, and those of its needs."""
    return frozenset({m.code for m in r.triage.matters} | {m for n in r.needs for m in n.need.concept.matters})


def of_referral(r: Referral) -> Iterator[FoldLine]:
    """Yield the statements on the child's matters."""
    return _lines(r, naming(r.network, r.place.code, raised(r), r.on), None)


def of_matter(at: Referral, r: Responsibility) -> Iterator[FoldLine]:
    """Yield the statements on a matter, marked where they name a body that is not responsible by law."""
    held = {x.kind.code for x in r.responsible}
    return _lines(at, naming(at.network, at.place.code, (r.finding.matter.code,), at.on), held)


def _lines(r: Referral, rows: tuple[LocalText, ...], held: Collection[str] | None) -> Iterator[FoldLine]:
    for t in rows:
        kinds = {k: r.book.kinds[k].name for k in t.clause.kinds if k in r.book.kinds}
        line = message("sheet.local", title=t.provision.document.title, number=t.clause.number, text=t.clause.text)
        named = message("sheet.local_named", line=line, names=tuple(kinds.values())) if kinds else line
        yield FoldLine(str(named), (t.citation,))
        beyond = tuple(name for k, name in kinds.items() if held is not None and k not in held)
        if beyond:
            yield FoldLine(str(message("sheet.local_beyond", number=t.clause.number, names=beyond)))
    if rows:
        yield FoldLine(str(message("notice.local")))
