"""From the rows of a directory to what is written, with everything that is wrong on the way (名录载入)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from graph_model.directory.kept import Import
from knowledge.messages.message import message
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import Provenance
from loaders.tables import keys
from loaders.tables.keys import InvalidRow
from network.days import at
from network.entities import Body, ServicePoint
from network.exchange.check import DirectoryCheck, RawTables, RowProblem, unknown_fields
from network.exchange.directory import Directory
from network.exchange.kept import KeptRows, hidden, impersonal, left
from network.exchange.records import Records, Stated, Taken
from network.exchange.rows import Tables
from network.snapshot import Network


@dataclass(frozen=True, slots=True)
class CheckedDirectory:
    """Directory of others, with its problems."""

    rows: Tables = field(repr=False)
    problems: tuple[RowProblem, ...]
    others: tuple[str, ...]
    """Fields unknown to the form and to us; they are stored."""
    writes: Import | None = None
    """Records to write; None if nothing changes."""
    written: Mapping[str, int] | None = None
    """Numbers of offices, points and further rows that are new or changed, and of unchanged ones."""
    synthetic: bool = False

    @property
    def grave(self) -> tuple[RowProblem, ...]:
        """Return the problems that prevent the import."""
        return tuple(p for p in self.problems if p.grave)

    @property
    def noted(self) -> tuple[RowProblem, ...]:
        """Return the problems that leave out some data while the rest is imported."""
        return tuple(p for p in self.problems if not p.grave)


def checked(tables: RawTables) -> CheckedDirectory:
    """The rows, checked by themselves, without what is about one person."""
    check = DirectoryCheck(tables)
    rows, notes = impersonal(check.tables())
    return CheckedDirectory(rows, (*check.problems, *notes, *_identifiers(rows)), tuple(unknown_fields(rows)))


IDENTIFIERS = (("organization_identifier", "identifier"), ("location", "tongxin_external_id"))
"""Fields with codes of organisations."""


def _identifiers(rows: Tables) -> list[RowProblem]:
    """Identifiers of organisations that are a person's, or damaged."""
    wrong = []
    for table, name in IDENTIFIERS:
        for key, row in rows.get(table, {}).items():
            try:
                keys.external(str(row.get(name, "")), name)
            except InvalidRow as e:
                wrong.append(RowProblem(f"{table} {key}", e.column, e.reason))
    return wrong


NOTHING = {"bodies": 0, "points": 0, "kept": 0, "same": 0}


def placed(
    looked: CheckedDirectory, network: Network, book: Rulebook, stated: Stated, kept: Mapping[str, KeptRows]
) -> CheckedDirectory:
    """The records of the rows, and what of them is new; none as long as rows are wrong by themselves.

    Raises:
        BadInput: The stated kind or area is not known here.
    """
    if looked.grave:
        return replace(looked, written=NOTHING)
    taken = Records(looked.rows, at(network, stated.on), book, stated).all()
    before = kept.get(stated.source, KeptRows({}, frozenset()))
    gone = _gone(before, taken, at(network, stated.on))
    problems = (*looked.problems, *taken.problems, *(_notice(r, stated.ended) for r in gone))
    rows = hidden(looked.rows, {p.id for p in taken.points.values() if p.confidential})
    ended = [replace(r, until=stated.ended) for r in gone] if stated.ended else []
    bodies = [b for b in taken.bodies.values() if network.bodies.get(b.id) != b]
    points = [p for p in taken.points.values() if network.recorded.get(p.id) != p]
    new = before.made | before.like_ours | {b.id for b in bodies} | {p.id for p in points}
    named = {r.id for r in taken.records()}
    over = {r.id for r in gone}
    rest = KeptRows(
        left(rows, _generated(taken, network, book, stated)),
        frozenset(named & taken.foreign | over & before.made),
        frozenset(named & new - taken.foreign | over - before.made),
    )
    bodies += [r for r in ended if isinstance(r, Body)]
    points += [r for r in ended if isinstance(r, ServicePoint)]
    changed = rest != before
    number = sum(map(len, rest.rows.values()))
    counts = {"bodies": len(bodies), "points": len(points), "kept": number if changed else 0}
    grave, further = any(p.grave for p in problems), rest if changed else None
    same = len(taken.bodies) + len(taken.points) + len(ended) - len(bodies) - len(points)
    return replace(
        looked,
        problems=problems,
        writes=None if grave or not any(counts.values()) else Import(stated.source, bodies, points, further),
        written=NOTHING if grave else {**counts, "same": same},
        synthetic=any(r.provenance is Provenance.SYNTHETIC for r in taken.records()),
    )


def _gone(before: KeptRows, taken: Taken, network: Network) -> list[Body | ServicePoint]:
    """Return open-ended records from an earlier import of the source that are no longer in it."""
    there: dict[str, Body | ServicePoint] = {**network.bodies, **network.recorded}
    here = {r.id for r in taken.records()}
    return [
        r
        for key in sorted((before.made | before.like_ours) - here)
        if (r := there.get(key)) is not None and r.until is None
    ]


def _notice(r: Body | ServicePoint, ended: date | None) -> RowProblem:
    table = "organization" if isinstance(r, Body) else "location"
    reason = message("exchange_problem.gone", name=r.name)
    if ended is not None:
        reason = message("exchange_problem.ended", name=r.name, day=ended)
    return RowProblem(f"{table} {r.id}", None, reason, grave=False)


def _generated(taken: Taken, network: Network, book: Rulebook, stated: Stated) -> Tables:
    """Return the tables that an export makes of the records that are ours."""
    own = replace(
        network,
        bodies={k: b for k, b in taken.bodies.items() if k not in taken.foreign},
        points={k: p for k, p in taken.points.items() if k not in taken.foreign},
    )
    return Directory(own, book, stated.on).tables()
