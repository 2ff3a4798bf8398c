"""Evidence as a file that loads again; nothing about a child (拿走台账)."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from graph_model.jobs.loading import LoadContext
from graph_model.jobs.taking import FileFormat, TakenFile
from graph_model.obligations.evidence import Filed, same
from graph_model.obligations.lists import filed_in, named_in
from knowledge.errors import BadInput
from knowledge.obligations.standing import Result
from knowledge.rows.obligations import Attribute, Evidence
from knowledge.rulebook.book import Rulebook
from knowledge.situation.truth import NO, YES
from knowledge.vocabulary import Provenance
from loaders.directory.known import Known
from loaders.obligations.rows import COLUMNS, References, of_row
from loaders.tables.keys import InvalidRow
from loaders.tables.tables import TableRow
from loaders.taking.files import NO_SOURCE, WRITERS, read_cells
from loaders.taking.lines import Line, Value
from network.obligations.things import Named, area_of
from network.snapshot import Network


@dataclass(frozen=True, slots=True)
class _EvidenceRow:
    """Content of a row: an object with its further facts, a piece of evidence, or both."""

    named: Named | None
    filed: Filed | None
    line: Line

    @property
    def key(self) -> str:
        """The key of the evidence, else of the object."""
        return self.filed.record.key if self.filed else self.named.key if self.named else ""


async def written_records(
    context: LoadContext, name: str, made: FileFormat, codes: Sequence[str], most: int
) -> TakenFile:
    """The evidence on obligations that are not over children, with the objects that the files named.

    What is on file about children is counted as hidden, not left unsaid: up to as many as a file may have.

    Raises:
        BadInput: More than one file may have.
    """
    duties = {o.code for o in context.book.obligations.values() if o.objects.of != "minor"}
    others = context.book.obligations.keys() - duties
    of_children = len(await context.graph.read(context.actor, filed_in, codes, others, most))
    filed = await context.graph.read(context.actor, filed_in, codes, duties, most + 1)
    things = await context.graph.read(context.actor, named_in, codes, most + 1)
    named = [n for n in things if n.obligation in duties or _adds(context.network, n)]
    if len(filed) + len(named) > most:
        raise BadInput("area", "taking.too_many", count=len(filed) + len(named), most=most)
    rows = list(_rows(context.book, context.network, filed, named))
    return replace(await asyncio.to_thread(_file, context, name, made, rows), hidden=of_children)


def _file(context: LoadContext, name: str, made: FileFormat, rows: Sequence[_EvidenceRow]) -> TakenFile:
    known = Known(NO_SOURCE, context.network.areas, context.book.kinds)
    references = References(context.book, context.network, known, context.on, context.actor.id)
    sound = [r for r in rows if _gives(r, references)]
    kept = {r.key for r in sound}
    left_out = tuple(r.key for r in rows if r.key not in kept)
    return TakenFile(name, made, WRITERS[made](COLUMNS, [r.line for r in sound]), len(sound), left_out=left_out)


def _rows(book: Rulebook, network: Network, filed: Iterable[Filed], named: Iterable[Named]) -> Iterable[_EvidenceRow]:
    """Yield each object once, then the evidence, which repeats its object's facts: a row without them clears them."""
    by_key = {n.key: n for n in named}
    first = {f.record.object: f.record.obligation for f in filed}
    for n in by_key.values():
        duty = n.obligation or first.get(n.key) or _any_duty(book, area=n.key in network.areas)
        yield _EvidenceRow(n, None, _object_line(n, duty))
    for f in filed:
        r, known = f.record, by_key.get(f.record.object)
        about = _object_line(known, r.obligation) if known else {"obligation": r.obligation, "object": r.object}
        line: dict[str, Value] = {
            **about,
            "occurred_on": r.occurred_on,
            "kind": Evidence(r.kind).zh,
            "component": r.component,
            "result": Result(r.result).value,
            "reason": r.reason,
            "demand_done": r.demand_done,
            "recorded_on": r.recorded_on,
            "key": r.key,
            "source": f.source,
            "mark": Provenance(f.provenance).zh,
        }
        yield _EvidenceRow(known, f, line)


def _adds(network: Network, n: Named) -> bool:
    """True if it adds facts to an object of the network; none to a child here."""
    return n.obligation is None and bool(n.since or n.facts()) and area_of(network, n.key) is not None


def _any_duty(book: Rulebook, *, area: bool) -> str:
    """A duty over objects of this kind, where no evidence names one: further facts belong to none."""
    kinds = (o for o in book.obligations.values() if o.objects.of not in {"minor", "other"})
    return next(o.code for o in kinds if (o.objects.of == "area") is area)


def _object_line(n: Named, duty: str) -> dict[str, Value]:
    return {
        "obligation": duty,
        "object": n.name,
        "area": n.area,
        "since": n.since,
        "attributes": ";".join(f"{Attribute(k).value}={_plain(v)}" for k, v in n.facts().items()) or None,
        "source": n.source,
        "mark": Provenance(n.provenance).zh,
    }


def _plain(value: object) -> str:
    return (YES if value else NO)[0] if isinstance(value, bool) else str(value)


def _gives(row: _EvidenceRow, references: References) -> bool:
    """True if the row is read as what it was made from, except for the time and account of filing."""
    cells = read_cells(row.line)
    if cells is None:
        return False
    try:
        named, filed = of_row(TableRow(0, dict(cells)), references)
    except InvalidRow:
        return False
    return _same_object(named, row.named) and _same_evidence(filed, row.filed)


def _same_object(one: Named | None, other: Named | None) -> bool:
    if one is None or other is None:
        return one is other
    return replace(one, provenance=other.provenance, source=other.source) == other


def _same_evidence(one: Filed | None, other: Filed | None) -> bool:
    if one is None or other is None:
        return one is other
    return same(one.record, other.record) and one == replace(other, by=one.by)
