"""Continuing obligations: obligations, obligationCoverage; putRecord files one record (持续性义务)."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date as Date

import strawberry

from analytics.obligations.fulfilment import Fulfilment, Judgement, judge_all, judge_twins
from api.common import Info
from api.counts.reading import latest_table, not_for
from api.obligations.records import RecordInput, require_codes, require_objects, supposed
from api.obligations.types import (
    ComponentRate,
    CoverageRate,
    Obligation,
    ObligationCoverage,
    StandingCount,
    component,
)
from api.persons.children import SameChildren, alike, children, sees_rows
from api.request.context import Context, today
from api.request.paging import Connection, page
from api.responsibility.query import PlaceInput, book_at
from graph_model.obligations import evidence as model
from graph_model.obligations.evidence import Filed, OnFile
from graph_model.persons import persons
from knowledge.absent import NotLoaded
from knowledge.access.policy import Action
from knowledge.errors import BadInput, NoTextForThatPlace, NotFound
from knowledge.messages.message import message
from knowledge.obligations.alike import Twins
from knowledge.obligations.attributes import attributes_of, of_known
from knowledge.obligations.standing import Record, Thing
from knowledge.responsibility.finding import only_in
from knowledge.rows.obligations import Goal, Plain
from knowledge.rows.obligations import Obligation as Row
from knowledge.vocabulary import AreaLevel, FieldClass
from network.obligations import things as objects
from network.territory import rulebooks

WHY = message("purpose.obligations")


@strawberry.type
class FiledRecord:
    """A record on file, with the day of the event and the day of filing."""

    code: str
    occurred_on: Date
    recorded_on: Date


@strawberry.type
class PutRecordPayload:
    """The record that is now on file."""

    record: FiledRecord


def duty_of(
    c: Context,
    o: Row,
    area: str,
    held: OnFile,
    given: Sequence[Record],
    kids: Sequence[SameChildren],
    on: Date,
) -> Fulfilment:
    """One obligation judged for each of its objects in an area; outside the actor's areas the records are unknown."""
    stated = objects.is_stated(c.at(on), o, area, on)
    if o.objects.of == "minor":
        more = {n.key: n.facts() for n in held.named}
        twins = tuple(twins_of(o, more, (k for k in kids if k.one.book.applies(o))))
        if given:
            require_objects(given, {key for t in twins for key, _ in t.named})
        return judge_twins(o, twins, held.records, on, supposed=given, stated=stated)
    things = objects.things(c.at(on), c.book, o, area, held.named, c.actor.areas)
    require_objects(given, {t.key for t in things})
    return judge_all(o, things, held.records, on, supposed=given, stated=stated)


def twins_of(o: Row, more: Mapping[str, Mapping[str, Plain]], kids: Iterable[SameChildren]) -> Iterator[Twins]:
    """Yield the children with the attributes that the duty asks for; each with `more` in the records is alone."""
    wanted = attributes_of(o)
    for k in kids:
        asked = of_known(k.one.attributes, k.one.facts, k.one.situation, wanted)
        rest = [named for named in k.named if named[0] not in more] if more else k.named
        if rest:
            yield Twins(Thing(*rest[0], asked), rest)
        for key, name in k.named if len(rest) < len(k.named) else ():
            if key in more:
                yield Twins(Thing(key, name, {**asked, **more[key]}), ((key, name),))


def _whole(c: Context, area: str) -> bool:
    """True if the actor may read the records of the whole area."""
    return any(a.code in c.actor.areas for a in c.network.path(area))


def coverage_of(c: Context, duty: Judgement, area: str, on: Date) -> ObligationCoverage:
    """The answer about one obligation whose objects the actor may see."""
    o = duty.obligation
    return ObligationCoverage(
        obligation=Obligation.of(c, o, on),
        known=duty.known,
        rate=CoverageRate.of(duty.rate),
        components=[ComponentRate(component=component(o, k), rate=CoverageRate.of(r)) for k, r in duty.rates.items()],
        standings=[StandingCount(standing=s, count=n) for s, n in duty.standings.items()],
        note=None if _whole(c, area) else str(message("note.outside_scope")),
        table=None,
        _row=o,
        _duty=duty if isinstance(duty, Fulfilment) else None,
    )


async def published_coverage(c: Context, duties: Sequence[Row], area: str, on: Date) -> dict[str, ObligationCoverage]:
    """Return duties over children by the published table: for the district; for less, the note that there is none."""
    why = not_for(c, area, AreaLevel.DISTRICT)
    table = await latest_table(c, area, on) if duties and why is None else None
    return {o.code: ObligationCoverage.counted(c, o, on, table, why) for o in duties}


def require_area(c: Context, area: str) -> None:
    """Refuse an area that is not loaded.

    Raises:
        NotFound: No such area.
    """
    if area not in c.network.areas:
        raise NotLoaded(key=area)


async def with_network(c: Context, area: str, codes: Sequence[str], on: Date) -> OnFile:
    """The records on file, with those that the network itself proves."""
    filed = await c.graph.read(c.actor, model.on_file, area, codes)
    proved = objects.from_network(c.at(on), c.book.obligations.values(), area, on)
    return OnFile((*filed.records, *proved), filed.named)


@strawberry.type
class ObligationQuery:
    """Continuing obligations and how they are fulfilled."""

    @strawberry.field
    async def obligations(
        self,
        info: Info,
        goal: Goal | None = None,
        on: Date | None = None,
        at: PlaceInput | None = None,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Connection[Obligation] | None:
        """The obligations in the order of the rules; `at` leaves out those of other territories."""
        c, day = info.context, on or today()
        book = await book_at(c, at)
        rows = [o for o in book.obligations_on(day) if goal in (None, o.goal)]
        keyed = [(f"{n:04}", o) for n, o in enumerate(rows)]
        return page(keyed, lambda o: Obligation.of(c, o, day), first, after, last, before)

    @strawberry.field
    async def obligation_coverage(
        self,
        info: Info,
        area: str,
        obligation: str,
        on: Date | None = None,
        given: list[RecordInput] | None = None,
    ) -> ObligationCoverage | None:
        """Return the coverage; the records in `given` are judged together with those on file, and not stored.

        They are refused where the actor only counts the children: the published table is fixed.
        """
        c, day = info.context, on or today()
        rows = sees_rows(c)
        if obligation not in c.book.obligations:
            raise NotFound("obligation", obligation)
        o = c.book.obligations[obligation]
        counted = o.objects.of == "minor" and not rows
        if given and counted:
            raise BadInput("given", "record.given_counted")
        require_area(c, area)
        if not any(b.applies(o) for b in rulebooks(c.network, c.book, area)):
            raise NoTextForThatPlace(obligation, day, only_in(c.book.within(area).elsewhere((o,))))
        if counted:
            return (await published_coverage(c, (o,), area, day))[o.code]
        more = supposed(c.book, given or (), o, day)
        held = await with_network(c, area, [obligation], day)
        kids = await children(c, area, day, why=WHY) if o.objects.of == "minor" else []
        duty = await asyncio.to_thread(lambda: duty_of(c, o, area, held, more, alike(kids), day))
        return coverage_of(c, duty, area, day)


@strawberry.type
class ObligationMutation:
    """File records."""

    @strawberry.mutation
    async def put_record(self, info: Info, input: RecordInput) -> PutRecordPayload | None:
        """Refused if another record has this code."""
        c = info.context
        c.require(Action.FILE_RECORDS)
        read = input.read(c.book, today())
        require_codes(read, of_child=c.book.obligations[read.obligation].objects.of == "minor")
        area = objects.area_of(c.history, read.object)
        if area is None:
            c.trail.opened((read.object,), (FieldClass.F1,), WHY)
            homes = await c.graph.read(c.actor, persons.homes_of, [read.object])
            if read.object not in homes:
                raise NotFound("object", "object")
            area = homes[read.object]
        filed = await model.file_one(c.graph, c.actor, Filed(read, area, c.actor.id))
        record = FiledRecord(code=filed.key, occurred_on=filed.occurred_on, recorded_on=filed.recorded_on)
        return PutRecordPayload(record=record)
