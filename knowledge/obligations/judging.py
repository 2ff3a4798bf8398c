"""How a continuing duty stands for one thing on one day, decided from the records; pure (落实判断).

A record counts on a day if it happened on or before that day and was on file by then: a visit of Monday that is entered
on Friday does not count on Wednesday, and from Friday on it counts with Monday's date.

A due day is the last good day: on it the thing is due today, not late.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from knowledge.obligations.standing import ASIDE, DONE, QUIET, Judged, PartStanding, Record, Result, Standing, Thing
from knowledge.rows.obligations import Attribute, Component, Filter, Obligation
from knowledge.rows.periods import Span
from knowledge.situation.majority import is_adult
from knowledge.vocabulary import Verdict

UNSEEN = "台账不在你能看的范围：对你不详，不等于没有做"
GROWN = "已满十八周岁，不再是未成年人"


def judge(obligation: Obligation, thing: Thing, records: Iterable[Record], on: date) -> Judged:
    """How the duty stands for the thing on the day; the order of the records does not matter.

    An adverse result stays until what it demands is done or a good result of a later day; one of the same day does
    not lift it.  An exemption on file holds for one period, or without a period until something else is recorded.
    """
    own = [
        r
        for r in records
        if (r.obligation, r.object) == (obligation.code, thing.key) and r.occurred_on <= on and r.recorded_on <= on
    ]
    components: tuple[Component | None, ...] = obligation.components or (None,)
    parts = tuple(_seen(thing, _part(obligation, c, thing, own, on)) for c in components)
    return Judged(obligation.code, thing.key, thing.name, on, parts)


def _seen(thing: Thing, part: PartStanding) -> PartStanding:
    """What is not proved of a thing whose records may not be read is unknown."""
    if thing.seen or part.standing in DONE | ASIDE:
        return part
    return PartStanding(part.component, Standing.UNKNOWN, UNSEEN)


def applies(obligation: Obligation, thing: Thing, component: Component | None = None) -> Verdict:
    """Whether the duty, or one component of it, is over the thing; not known where an attribute is not known."""
    x = obligation.objects
    whole = _fits(x.filter, thing, any_=x.any_filter)
    own = _fits(component.filter, thing, any_=False) if component else Verdict.YES
    if Verdict.NO in (whole, own):
        return Verdict.NO
    return Verdict.UNKNOWN if Verdict.UNKNOWN in (whole, own) else Verdict.YES


def _fits(filters: Collection[Filter], thing: Thing, *, any_: bool) -> Verdict:
    found = {f.fits(thing.attributes.get(f.attribute)) for f in filters}
    sure, other = (Verdict.YES, Verdict.NO) if any_ else (Verdict.NO, Verdict.YES)
    if not found:
        return Verdict.YES
    if sure in found:
        return sure
    return Verdict.UNKNOWN if Verdict.UNKNOWN in found else other


def _part(o: Obligation, c: Component | None, thing: Thing, own: Collection[Record], on: date) -> PartStanding:
    code = c.code if c else None
    if o.objects.of == "minor" and is_adult(thing.attributes):
        return PartStanding(code, Standing.EXEMPT, GROWN)
    for e in o.exempt:
        if thing.attributes.get(e.attribute) in e.values:
            return PartStanding(code, Standing.EXEMPT, e.reason)
    scope = applies(o, thing, c)
    if scope is Verdict.NO:
        inside = applies(o, thing) is not Verdict.NO
        return PartStanding(code, Standing.EXEMPT, (c.reason if c and inside else None) or "不在这项义务的范围")
    evidence = _evidence(o, code, thing, own)
    if found := evidence.adverse:
        return PartStanding(code, Standing.ADVERSE, f"{found}的结果不利，还没有处置", evidence.last, None)
    if scope is Verdict.UNKNOWN:
        return PartStanding(code, Standing.UNKNOWN, f"是否适用要看的事实不详：{_unknown(o, thing, c)}", evidence.last)
    return _doubted(o, code, thing, evidence, on)


def _unknown(o: Obligation, thing: Thing, c: Component | None) -> str:
    asked = (*o.objects.filter, *(c.filter if c else ()))
    missing = dict.fromkeys(f.attribute for f in asked if thing.attributes.get(f.attribute) is None)
    return "、".join(_label(a) for a in missing)


ATTRIBUTES = {a.value: a.zh for a in Attribute}


def _label(attribute: str) -> str:
    return ATTRIBUTES.get(attribute) or f"是否符合{attribute.rpartition('_')[2]}的条件"


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
    found: dict[Result, set[date]] = {r: set() for r in Result}
    pending: set[date] = set()
    for r in own:
        before = o.event is not None and thing.since is not None and r.occurred_on < thing.since
        if r.component not in (None, code) or before:
            continue
        vague = (r.component is None and code is not None) or r.kind not in {e.value for e in o.evidence}
        found[Result.DOUBTFUL if r.result is Result.OK and vague else r.result].add(r.occurred_on)
        if r.result is Result.ADVERSE and not r.demand_done:
            pending.add(r.occurred_on)
    last_ok = max(found[Result.OK], default=date.min)
    adverse = max((d for d in pending if d >= last_ok), default=None)
    good = frozenset(found[Result.OK] | found[Result.ADVERSE])
    return _Evidence(good, frozenset(found[Result.EXEMPT]), frozenset(found[Result.DOUBTFUL]), adverse)


def _doubted(o: Obligation, code: str | None, thing: Thing, e: _Evidence, on: date) -> PartStanding:
    """Judge without and with the doubtful records: where these decide, it is for review."""
    low = _timed(o, code, thing, e.good, e.exempt, on)
    high = _timed(o, code, thing, e.good | e.doubtful, e.exempt, on)
    if low.standing is high.standing or low.standing in QUIET:
        return low
    if high.standing not in QUIET:
        return replace(high, last=low.last)
    return PartStanding(code, Standing.REVIEW, "存疑的记录成立与否，决定是否落实：先核实", low.last, high.due)


def _timed(
    o: Obligation, code: str | None, thing: Thing, good: frozenset[date], exempt: frozenset[date], on: date
) -> PartStanding:
    days = good | exempt
    if o.event or (o.before_start and thing.since is not None):
        return _once(o, code, thing, days, on)
    periods = _periods(o, thing)
    if not days:
        first = max(periods, key=lambda p: p.after(thing.since or on)) if periods else None
        found = _nothing(code, thing, first, on)
        begun = thing.since is not None and thing.since <= on
        vague = len(periods) > 1 and begun and found.standing in QUIET
        return PartStanding(code, Standing.UNKNOWN, f"{_graded(o)}不详，周期不详") if vague else found
    last = max(days)
    kept = Standing.EXEMPT if last in exempt - good else Standing.MET
    shown = max(good, default=None)
    if not periods:
        return PartStanding(code, kept, "登记为免" if kept is Standing.EXEMPT else "有有效证据，没有周期", shown)
    due = max(p.after(last) for p in periods)
    if on > due:
        late = (on - due).days
        return PartStanding(code, Standing.OVERDUE, f"应于{due}前再做，{_how(o)}，逾期{late}天", shown, due, late)
    if len(periods) > 1:
        return PartStanding(code, Standing.UNKNOWN, f"{_graded(o)}不详，周期不详", shown)
    before = max((d for d in days if d < last), default=thing.since)
    made_up = last not in exempt and before is not None and last > periods[0].after(before)
    standing = Standing.DUE_TODAY if on == due else Standing.LATE if made_up else kept
    return PartStanding(code, standing, f"{_said(standing, last, due)}，{_how(o)}", shown, due)


def _said(standing: Standing, last: date, due: date) -> str:
    texts = {
        Standing.DUE_TODAY: f"今天{due}是最后一天",
        Standing.LATE: f"{last}补做时已过期，下次不晚于{due}",
        Standing.EXEMPT: f"登记为免，{due}前再核",
    }
    return texts.get(standing, f"下次不晚于{due}")


def _periods(o: Obligation, thing: Thing) -> tuple[Span, ...]:
    """The period; several where it depends on an attribute that is not known; none where there is none."""
    if o.periods_by is None:
        return (o.period,) if o.period else ()
    own = o.periods_by.values.get(str(thing.attributes.get(o.periods_by.attribute)))
    return (own,) if own else tuple(o.periods_by.values.values())


def _graded(o: Obligation) -> str:
    return _label(o.periods_by.attribute) if o.periods_by else ""


def _how(o: Obligation) -> str:
    """What kind of number the period is: no configured one may be taken for law."""
    number = o.periods_by or o.period or (o.event.within if o.event else None)
    return "周期出自法律" if number and number.statutory else "周期为配置值，非法定"


def _nothing(code: str | None, thing: Thing, first: Span | None, on: date) -> PartStanding:
    """Nothing on file: whether the first day on which it is missed has come."""
    due = first.after(thing.since) if first and thing.since else None
    if (due and on < due) or (thing.since and on < thing.since):
        return PartStanding(code, Standing.NOT_DUE, f"首次不晚于{due}" if due else "义务还没有开始", due=due)
    if due == on:
        return PartStanding(code, Standing.DUE_TODAY, "今天是首次的最后一天", due=due)
    late = (on - due).days if due else 0
    return PartStanding(code, Standing.NEVER, "没有有效证据的记录（不等于没有做）", due=due, overdue=late)


def _once(o: Obligation, code: str | None, thing: Thing, days: frozenset[date], on: date) -> PartStanding:
    """What is done once: by the day on which the thing begins, or after an event."""
    if o.before_start and thing.since is not None:
        return _by_start(o, code, thing.since, days, on)
    return _after_event(o, code, thing, days, on)


def _by_start(o: Obligation, code: str | None, start: date, days: frozenset[date], on: date) -> PartStanding:
    """What must be done by the day on which the thing begins; a day too far before it was of another thing."""
    last = max(days, default=None)
    own = [d for d in days if d > start or o.period is None or o.period.after(d) >= start]
    if not own:
        standing = Standing.NOT_DUE if on < start else Standing.DUE_TODAY if on == start else Standing.NEVER
        texts = {
            Standing.NOT_DUE: f"应于{start}当日或者以前做",
            Standing.DUE_TODAY: f"今天{start}开始，应当在此以前做；还没有有效证据",
        }
        said = texts.get(standing, f"应于{start}以前做，没有有效证据的记录（不等于没有做）")
        return PartStanding(code, standing, said, last, start, max(0, (on - start).days))
    if min(own) > start:
        return PartStanding(code, Standing.LATE, f"应于{start}以前做，{min(own)}才做", last, start)
    return PartStanding(code, Standing.MET, f"{start}以前已做", last, start)


def _after_event(o: Obligation, code: str | None, thing: Thing, days: frozenset[date], on: date) -> PartStanding:
    within = o.event.within if o.event else None
    if not days:
        if within and thing.since is None:
            return PartStanding(code, Standing.UNKNOWN, "事件的日期不详，到期日不详")
        return _nothing(code, thing, within, on)
    due = within.after(thing.since) if within and thing.since else None
    if due and min(days) > due:
        return PartStanding(code, Standing.LATE, f"应于{due}前做，{min(days)}补做，{_how(o)}", max(days), due)
    return PartStanding(code, Standing.MET, "事件以后已做", max(days), due)
