"""Fulfilment of a continuing duty for one object on one day, decided from the records; pure (落实判断).

A record counts on a day if it happened on or before that day and was on file by then: a visit of Monday that is
entered on Friday does not count on Wednesday, and from Friday on it counts with Monday's date.

A due day is the last good day: on it the object is due today, not late.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from knowledge.messages.message import Message, message
from knowledge.obligations.standing import ASIDE, DONE, QUIET, Judged, PartStanding, Record, Result, Standing, Thing
from knowledge.rows.obligations import Attribute, Component, Filter, Obligation
from knowledge.rows.periods import Span
from knowledge.situation.majority import is_adult
from knowledge.vocabulary import Verdict


def judge(obligation: Obligation, thing: Thing, records: Iterable[Record], on: date, *, kept: bool = True) -> Judged:
    """Judge the duty for the thing on the day; the order of the records does not matter.

    An adverse result lasts until its demand is met or until a good result of a later day; one of the same day does not
    lift it.  An exemption on file is valid for one period, or without a period until something else is recorded.

    Args:
        obligation: The duty.
        thing: The object of the duty.
        records: The records on file.
        on: The day.
        kept: True if a register of the duty is loaded or stated complete. If not, a thing without a record is unknown,
            which is not the same as never done.
    """
    own = [
        r
        for r in records
        if (r.obligation, r.object) == (obligation.code, thing.key) and r.occurred_on <= on and r.recorded_on <= on
    ]
    components: tuple[Component | None, ...] = obligation.components or (None,)
    parts = tuple(_seen(thing, _part(obligation, c, thing, own, on), kept=kept) for c in components)
    return Judged(obligation.code, thing.key, thing.name, on, parts)


def _seen(thing: Thing, part: PartStanding, *, kept: bool) -> PartStanding:
    """Return the standing as unknown where it is not proved and records may not be read or no register is loaded."""
    if not thing.seen and part.standing not in DONE | ASIDE:
        return PartStanding(part.component, Standing.UNKNOWN, message("standing.unseen"))
    if not kept and part.standing is Standing.NEVER:
        return PartStanding(part.component, Standing.UNKNOWN, message("standing.not_loaded"))
    return part


def is_kept(obligation: Obligation, records: Iterable[Record], on: date, *, stated: bool = False) -> bool:
    """True if a register of the duty exists: something is on file by that day, or it is stated complete.

    Visits are recorded by casework itself: a child without one is due, whatever else is loaded.
    """
    return stated or obligation.visits or any(r.obligation == obligation.code and r.recorded_on <= on for r in records)


def applies(obligation: Obligation, thing: Thing, component: Component | None = None) -> Verdict:
    """Return whether the duty, or one of its components, applies to the thing; UNKNOWN if an attribute is not known."""
    x = obligation.objects
    whole = _fits(x.filter, thing, any_=x.any_filter)
    own = _fits(component.filter, thing, any_=False) if component else Verdict.YES
    if Verdict.NO in (whole, own):
        return Verdict.NO
    return Verdict.UNKNOWN if Verdict.UNKNOWN in (whole, own) else Verdict.YES


def _fits(filters: Collection[Filter], thing: Thing, *, any_: bool) -> Verdict:
    verdicts = {f.fits(thing.attributes.get(f.attribute)) for f in filters}
    sure, other = (Verdict.YES, Verdict.NO) if any_ else (Verdict.NO, Verdict.YES)
    if not verdicts:
        return Verdict.YES
    if sure in verdicts:
        return sure
    return Verdict.UNKNOWN if Verdict.UNKNOWN in verdicts else other


def _part(o: Obligation, c: Component | None, thing: Thing, own: Collection[Record], on: date) -> PartStanding:
    code = c.code if c else None
    if o.objects.of == "minor" and is_adult(thing.attributes):
        return PartStanding(code, Standing.EXEMPT, message("standing.grown"))
    for e in o.exempt:
        if thing.attributes.get(e.attribute) in e.values:
            return PartStanding(code, Standing.EXEMPT, e.reason)
    scope = applies(o, thing, c)
    if scope is Verdict.NO:
        inside = applies(o, thing) is not Verdict.NO
        return PartStanding(code, Standing.EXEMPT, (c.reason if c and inside else None) or message("standing.outside"))
    evidence = _evidence(o, code, thing, own)
    if day := evidence.adverse:
        return PartStanding(code, Standing.ADVERSE, message("standing.adverse", day=day), evidence.last, None)
    if scope is Verdict.UNKNOWN:
        reason = message("standing.unknown", facts=_unknown(o, thing, c))
        return PartStanding(code, Standing.UNKNOWN, reason, evidence.last)
    return _doubted(o, code, thing, evidence, on)


def _unknown(o: Obligation, thing: Thing, c: Component | None) -> tuple[str | Message, ...]:
    asked = (*o.objects.filter, *(c.filter if c else ()))
    missing = dict.fromkeys(f.attribute for f in asked if thing.attributes.get(f.attribute) is None)
    return tuple(map(_label, missing))


ATTRIBUTES = {a.value: a for a in Attribute}


def _label(attribute: str) -> str | Message:
    known = ATTRIBUTES.get(attribute)
    return known.label if known else message("standing.meets", code=attribute.rpartition("_")[2])


@dataclass(frozen=True, slots=True)
class _Evidence:
    """The days of what is on file for one component."""

    good: frozenset[date]
    """Good results, and adverse ones: the visit took place whatever came out."""
    exempt: frozenset[date]
    doubtful: frozenset[date]
    adverse: date | None
    """The last adverse result that is still open."""

    @property
    def last(self) -> date | None:
        return max(self.good, default=None)


def _evidence(o: Obligation, code: str | None, thing: Thing, own: Iterable[Record]) -> _Evidence:
    days: dict[Result, set[date]] = {r: set() for r in Result}
    pending: set[date] = set()
    for r in own:
        before = o.event is not None and thing.since is not None and r.occurred_on < thing.since
        if r.component not in (None, code) or before:
            continue
        vague = (r.component is None and code is not None) or r.kind not in {e.value for e in o.evidence}
        days[Result.DOUBTFUL if r.result is Result.OK and vague else r.result].add(r.occurred_on)
        if r.result is Result.ADVERSE and not r.demand_done:
            pending.add(r.occurred_on)
    last_ok = max(days[Result.OK], default=date.min)
    adverse = max((d for d in pending if d >= last_ok), default=None)
    good = frozenset(days[Result.OK] | days[Result.ADVERSE])
    return _Evidence(good, frozenset(days[Result.EXEMPT]), frozenset(days[Result.DOUBTFUL]), adverse)


def _doubted(o: Obligation, code: str | None, thing: Thing, e: _Evidence, on: date) -> PartStanding:
    """Judge without and with the doubtful records: where these decide, it is for review."""
    low = _timed(o, code, thing, e.good, e.exempt, on)
    high = _timed(o, code, thing, e.good | e.doubtful, e.exempt, on)
    if low.standing is high.standing or low.standing in QUIET:
        return low
    if high.standing not in QUIET:
        return replace(high, last=low.last)
    return PartStanding(code, Standing.REVIEW, message("standing.doubtful"), low.last, high.due)


def _timed(
    o: Obligation, code: str | None, thing: Thing, good: frozenset[date], exempt: frozenset[date], on: date
) -> PartStanding:
    days = good | exempt
    if o.event or (o.before_start and thing.since is not None):
        return _once(o, code, thing, days, on)
    periods = _periods(o, thing)
    if not days:
        first = max(periods, key=lambda p: p.after(thing.since or on)) if periods else None
        part = _nothing(code, thing, first, on)
        begun = thing.since is not None and thing.since <= on
        vague = len(periods) > 1 and begun and part.standing in QUIET
        return PartStanding(code, Standing.UNKNOWN, _ungraded(o)) if vague else part
    last = max(days)
    kept = Standing.EXEMPT if last in exempt - good else Standing.MET
    shown = max(good, default=None)
    if not periods:
        return PartStanding(
            code, kept, message("standing.exempt" if kept is Standing.EXEMPT else "standing.evidence"), shown
        )
    due = max(p.after(last) for p in periods)
    if on > due:
        late = (on - due).days
        reason = message("standing.overdue", due=due, how=_how(o), days=late)
        return PartStanding(code, Standing.OVERDUE, reason, shown, due, late)
    if len(periods) > 1:
        return PartStanding(code, Standing.UNKNOWN, _ungraded(o), shown)
    before = max((d for d in days if d < last), default=thing.since)
    made_up = last not in exempt and before is not None and last > periods[0].after(before)
    standing = Standing.DUE_TODAY if on == due else Standing.LATE if made_up else kept
    reason = message(STANDS.get(standing, "standing.next"), last=last, due=due, how=_how(o))
    return PartStanding(code, standing, reason, shown, due)


STANDS = {
    Standing.DUE_TODAY: "standing.last_day",
    Standing.LATE: "standing.late",
    Standing.EXEMPT: "standing.exempt_until",
}
"""Messages on evidence in time, by standing; other standings mention only the next due day."""


def _periods(o: Obligation, thing: Thing) -> tuple[Span, ...]:
    """The period; several where it depends on an attribute that is not known; none where there is none."""
    if o.periods_by is None:
        return (o.period,) if o.period else ()
    own = o.periods_by.values.get(str(thing.attributes.get(o.periods_by.attribute)))
    return (own,) if own else tuple(o.periods_by.values.values())


def _ungraded(o: Obligation) -> Message:
    return message("standing.ungraded", grade=_label(o.periods_by.attribute) if o.periods_by else "")


def _how(o: Obligation) -> Message:
    """Return the message on the legal force of the period, so that no configured one is taken for law."""
    number = o.periods_by or o.period or (o.event.within if o.event else None)
    return message("standing.by_law" if number and number.statutory else "standing.configured")


def _nothing(code: str | None, thing: Thing, first: Span | None, on: date) -> PartStanding:
    """Judge a duty without records: the first day on which it is missed may not have come."""
    due = first.after(thing.since) if first and thing.since else None
    if (due and on < due) or (thing.since and on < thing.since):
        reason = message("standing.first", due=due) if due else message("standing.not_begun")
        return PartStanding(code, Standing.NOT_DUE, reason, due=due)
    if due == on:
        return PartStanding(code, Standing.DUE_TODAY, message("standing.first_last_day"), due=due)
    late = (on - due).days if due else 0
    return PartStanding(code, Standing.NEVER, message("standing.never"), due=due, overdue=late)


def _once(o: Obligation, code: str | None, thing: Thing, days: frozenset[date], on: date) -> PartStanding:
    """Judge a duty that is done once: by the day on which the thing begins, or after an event."""
    if o.before_start and thing.since is not None:
        return _by_start(o, code, thing.since, days, on)
    return _after_event(o, code, thing, days, on)


def _by_start(o: Obligation, code: str | None, start: date, days: frozenset[date], on: date) -> PartStanding:
    """Judge a duty due by the day on which the thing begins; a day too far before it belongs to another thing."""
    last = max(days, default=None)
    own = [d for d in days if d > start or o.period is None or o.period.after(d) >= start]
    if not own:
        standing = Standing.NOT_DUE if on < start else Standing.DUE_TODAY if on == start else Standing.NEVER
        texts = {Standing.NOT_DUE: "standing.by_start", Standing.DUE_TODAY: "standing.starts_today"}
        reason = message(texts.get(standing, "standing.started_without"), start=start)
        return PartStanding(code, standing, reason, last, start, max(0, (on - start).days))
    if min(own) > start:
        return PartStanding(
            code, Standing.LATE, message("standing.after_start", start=start, day=min(own)), last, start
        )
    return PartStanding(code, Standing.MET, message("standing.before_start", start=start), last, start)


def _after_event(o: Obligation, code: str | None, thing: Thing, days: frozenset[date], on: date) -> PartStanding:
    within = o.event.within if o.event else None
    if not days:
        if within and thing.since is None:
            return PartStanding(code, Standing.UNKNOWN, message("standing.event_unknown"))
        return _nothing(code, thing, within, on)
    due = within.after(thing.since) if within and thing.since else None
    if due and min(days) > due:
        reason = message("standing.made_up", due=due, day=min(days), how=_how(o))
        return PartStanding(code, Standing.LATE, reason, max(days), due)
    return PartStanding(code, Standing.MET, message("standing.after_event"), max(days), due)
