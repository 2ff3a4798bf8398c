"""Publish the counts of a closed month, once: from the cases to the table (公布月度合计)."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from analytics.demand import measures
from analytics.demand.monthly import Counted, publish
from graph_model.counts import tables
from graph_model.directory import snapshot
from graph_model.graph import Graph
from graph_model.obligations import evidence
from graph_model.obligations.evidence import OnFile
from graph_model.persons import pages, persons
from graph_model.persons.seal import Vault
from knowledge.calendar.months import Month
from knowledge.derivation.derived import SameFacts
from knowledge.errors import BadInput
from knowledge.obligations.attributes import attributes_of, of_child
from knowledge.obligations.judging import is_kept, judge
from knowledge.obligations.standing import Record, Standing, Thing
from knowledge.roles import ActorRole
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import Situation
from knowledge.vocabulary import AreaLevel
from network.counts import CorrectionReason, MonthlyCounts
from network.entities import Actor, Area
from network.obligations.things import is_stated
from network.snapshot import Network

Opened = Callable[[Sequence[str]], None]
"""Called with the keys of the children before any of their records is opened."""


@dataclass(frozen=True, slots=True)
class Publication:
    """Table of a month, and whether it was made now or existed already."""

    table: MonthlyCounts
    new: bool


@dataclass(frozen=True, slots=True)
class Correction:
    """A month that is counted again, and why."""

    month: Month
    why: CorrectionReason


async def publish_month(
    graph: Graph,
    vault: Vault,
    book: Rulebook,
    district: str,
    asked: Month | Correction,
    today: date,
    opened: Opened,
) -> Publication:
    """Publish the counts of a district for a month; an existing table is returned unchanged.

    The last published month is counted again for a reason (更正). The new table is protected against the one that
    it corrects as a later month is: the difference of both contains no single child. The former remains available
    for queries as of a day on which it was in force.

    Raises:
        BadInput: The month is not over, a later one is published, it is to be corrected and is not the last that was,
            or there is no such district.
    """
    month, corrects = (asked.month, asked.why) if isinstance(asked, Correction) else (asked, None)
    actor = Actor("publisher", ActorRole.CLOCK, (district,))
    network = await snapshot.read(graph)
    _check(network, district, month, today)
    before = await graph.read(actor, tables.latest, district)
    previous = before.counts() if before else None
    if stands := standing(previous, month, corrects):
        return Publication(stands, new=False)
    dossiers = await pages.all_dossiers(graph, actor, district, today)
    once = {d.minor: d for d in dossiers if d.opened <= month.last}
    opened(tuple(once))
    filed = await graph.read(actor, evidence.on_file, district, [o.code for o in measures.over_children(book, today)])

    def count() -> MonthlyCounts:
        ring = vault.ring(once)
        kids = [(d.minor, d.area, persons.counted(ring, actor, d)) for d in once.values()]
        table = publish(counted(book, network, district, kids, filed, month.last), month, today, previous)
        return replace(table, corrects=corrects)

    made = await asyncio.to_thread(count)
    stood = await tables.create(graph, actor, made, before.number + 1 if before else 1)
    if stood.month != month:
        raise BadInput("month", "counts.later_published", month=str(stood.month))
    return Publication(stood, new=stood == made)


def standing(previous: MonthlyCounts | None, month: Month, corrects: CorrectionReason | None) -> MonthlyCounts | None:
    """The last table where nothing is to be made; None where one is.

    Raises:
        BadInput: A later month is published, or there is nothing to correct.
    """
    if previous and previous.month > month:
        raise BadInput("month", "counts.later_published", month=str(previous.month))
    same = previous if previous and previous.month == month else None
    if corrects and same is None:
        raise BadInput("correct", "counts.nothing_to_correct", month=str(month))
    return same if same and corrects in (None, same.corrects) else None


def _check(network: Network, district: str, month: Month, today: date) -> None:
    if district not in network.areas or network.areas[district].level is not AreaLevel.DISTRICT:
        raise BadInput("area", "counts.no_district")
    if month.last >= today:
        raise BadInput("month", "counts.month_open")


def counted(
    book: Rulebook,
    network: Network,
    district: str,
    kids: Iterable[tuple[str, str, Situation]],
    filed: OnFile,
    on: date,
) -> Counted:
    """The children of a district with everything that they are counted under; each is in the street of its community.

    Args:
        book: The rules.
        network: The live network.
        district: Code of the district.
        kids: Key, area and facts of each child.
        filed: Evidence about the children.
        on: The last day of the month.
    """
    streets = {a.code: s.code for s in _streets(network, district) for a in network.within(s.code)}
    here = book.within(district)
    same = SameFacts(on)
    duties = _Duties(here, filed, same, [c for c, o in here.obligations.items() if is_stated(network, o, district, on)])
    children = [
        (streets[home], measures.of_child(book.within(home), situation, duties.of(key, situation), same))
        for key, area, situation in kids
        if (home := network.home(area) or area) in streets
    ]
    return Counted(
        district,
        tuple(sorted(set(streets.values()))),
        measures.by_street(here),
        measures.for_district(here, on),
        sorted(children, key=lambda c: (c[0], sorted(c[1]))),
    )


def _streets(network: Network, district: str) -> Iterator[Area]:
    return (a for a in network.within(district) if a.level is AreaLevel.STREET)


class _Duties:
    """Standing of the obligations over children, for each child."""

    def __init__(self, book: Rulebook, filed: OnFile, same: SameFacts, stated: Iterable[str]) -> None:
        self.book, self.same, self.on = book, same, same.on
        self.named = {n.key: n.facts() for n in filed.named}
        self.records: dict[str, list[Record]] = {}
        for r in filed.records:
            self.records.setdefault(r.object, []).append(r)
        self.kept = {
            o.code: is_kept(o, filed.records, same.on, stated=o.code in stated)
            for o in measures.over_children(book, same.on)
        }

    def of(self, key: str, situation: Situation) -> dict[str, Standing]:
        """The standing of each obligation for a child."""
        facts, own = self.same.of(self.book, situation), self.records.get(key, ())
        standings = {}
        for o in measures.over_children(self.book, self.on):
            if self.book.applies(o):
                known = {**of_child(facts, situation, attributes_of(o)), **self.named.get(key, {})}
                standings[o.code] = judge(o, Thing(key, key, known), own, self.on, kept=self.kept[o.code]).standing
        return standings
