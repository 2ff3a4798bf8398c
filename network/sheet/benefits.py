"""Benefits for the family: window, hours, documents to bring, who confirms, and in how many days (能办什么)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from knowledge.calendar.deadlines import SHANGHAI
from knowledge.calendar.hours import Hours, shown
from knowledge.eligibility.services import Eligibility
from knowledge.messages.message import clauses, listed, message
from knowledge.rows.rows import Deadline
from knowledge.vocabulary import Confidence, DeadlineKind, Fit, Mark, Provenance, Verdict
from network.entities import ServicePoint
from network.referral.points import BY_KIND
from network.referral.referral import Counter, ForNeed, Offer, Referral
from network.sheet.contacts import placed
from network.sheet.model import Absence, SheetBenefit, SheetCell, SheetContact, When
from network.sheet.questions import wording
from network.sheet.relevance import concerns, for_all, for_minors, lacking, spoken_for, unlikely
from network.sheet.steps import open_doors
from network.sheet.wording import amount, deadline, office_day

MOST_ASKED = 4
"""Questions shown beside a benefit which none of them decides alone."""


@dataclass(frozen=True, slots=True)
class Offers:
    """The offers of a child's needs, each once, need by need."""

    likely: tuple[Offer, ...]
    common: tuple[Offer, ...] = ()
    """Services open to every child, one for each need that nothing more particular meets."""
    rest: tuple[Offer, ...] = ()
    """Undecided only because of a role for which nothing speaks."""
    wanted: frozenset[str] = frozenset()
    """Codes of those that somebody asks for: benefits with a matter of their own."""

    def before(self, other: "Offers") -> "Offers":
        """These and others, each once: what is above a fold in one of them remains there."""
        likely = {o.code: o for o in (*self.likely, *other.likely)}
        common = {o.code: o for o in (*self.common, *other.common) if o.code not in likely}
        rest = {o.code: o for o in (*self.rest, *other.rest) if o.code not in (*likely, *common)}
        wanted = self.wanted | other.wanted
        return Offers(tuple(likely.values()), tuple(common.values()), tuple(rest.values()), wanted)


def offers(r: Referral) -> Offers:
    """Return the offers that concern the child, without those for others."""
    met_by = (o for n in r.needs for o in n.offers)
    offered = {o.code: o for o in (*met_by, *_behind_open_needs(r)) if concerns(o.eligibility)}
    met = {n.need.concept.code for n in r.needs if any(o.eligibility.fit is Fit.ELIGIBLE for o in n.offers)}
    open_needs = {n.need.concept.code for n in r.needs} - met
    rest = {c: o for c, o in offered.items() if unlikely(o.eligibility) or _remote(o.eligibility, open_needs)}
    own = {c: o for c, o in offered.items() if c not in rest and not for_all(o.eligibility)}
    first = {o.code: o for n in r.needs for o in _general(n, offered, own.keys() | rest.keys())}
    urgent = {o.code for n in r.needs for o in n.offers if _urgent(n, o)}
    danger = bool(open_doors(r))
    likely = {c: o for c, o in offered.items() if (c in own or c in first) and (c in urgent or not danger)}
    left = {c: o for c, o in offered.items() if c not in likely and c not in rest}
    silent = {c: o for c, o in left.items() if _silent(o.eligibility)}
    common = tuple(o for c, o in left.items() if c not in silent)
    return Offers(tuple(likely.values()), common, (*silent.values(), *rest.values()))


def _silent(e: Eligibility) -> bool:
    """True if no known fact speaks for an undecided service: it is asked about, and not offered."""
    return e.fit is Fit.UNKNOWN and not spoken_for(e) and not for_all(e)


def _behind_open_needs(r: Referral) -> Iterator[Offer]:
    """The benefits for which known facts speak, of needs that are open, where none of a certain need is offered.

    Whoever has the one fact asks for the other.
    """
    if any(o.eligibility.service.benefit for n in r.needs for o in n.offers):
        return
    for need in r.possible:
        for service in r.book.meeting[need.concept.code]:
            e = (offer := r.offer(service.code)).eligibility
            if service.benefit and e.fit is not Fit.INELIGIBLE and spoken_for(e):
                yield offer


def _remote(e: Eligibility, open_needs: Collection[str]) -> bool:
    """True if nothing supports an undecided service whose needs are met otherwise, or a status to apply for.

    Benefits are asked about.
    """
    open_ = bool(set(e.service.needs) & set(open_needs)) and not e.service.grants
    wanted = e.service.benefit or spoken_for(e) or open_
    return e.fit is Fit.UNKNOWN and not wanted and not for_all(e)


def _urgent(n: ForNeed, o: Offer) -> bool:
    """True if it can help tonight and known facts support it or make the child eligible."""
    return n.need.concept.tonight and (o.eligibility.fit is Fit.ELIGIBLE or spoken_for(o.eligibility))


def _general(n: ForNeed, offered: Mapping[str, Offer], particular: Collection[str]) -> Iterator[Offer]:
    """Yield the first service for everybody, if nothing more particular that is possible meets the need.

    A service without a text on its content stays below the fold.
    """
    ours = [o for o in n.offers if o.code in offered]
    if any(o.code in particular and o.eligibility.fit is Fit.ELIGIBLE for o in ours):
        return
    general = (o for o in ours if o.code not in particular and o.eligibility.service.confidence is not Confidence.L)
    yield from islice(general, 1)


def benefit(r: Referral, offer: Offer) -> SheetBenefit:
    """A row of the sheet."""
    e = offer.eligibility
    counter = next(iter(_certain(offer)), None)
    point = _point(r, offer, counter)
    when, opens = _when(r, point)
    return SheetBenefit(
        offer.code,
        e.service.name,
        e.fit,
        tuple(_why(e)),
        _window(r, offer, counter, point),
        _hours(point),
        _bring(e),
        _confirm(r, counter),
        _days(r, e, counter),
        when,
        opens,
        tuple(dict.fromkeys(c for q in e.required for c in q.citations[:1])),
        _amount(r, offer, counter),
    )


def _amount(r: Referral, offer: Offer, counter: Counter | None) -> SheetCell:
    """Return the amount paid where the application is decided; none of another place, and none that has ended."""
    place = r.place.code if counter is None else counter.at
    rows = r.network.standards(offer.code, place, r.on) if place else ()
    if not rows:
        return SheetCell(absent=Absence.NOT_LOADED) if offer.eligibility.service.benefit else SheetCell()
    paid = (message("sheet.paid", group=s.group, figure=s.figure, per=s.per.label) for s in rows)
    first, names = rows[0], listed(dict.fromkeys(s.source for s in rows))
    area, since = r.network.areas[first.area].name, max(s.since for s in rows)
    text = message("sheet.standard", paid=listed(map(str, paid)), area=area, since=since, source=names)
    made_up = any(s.provenance is Provenance.SYNTHETIC for s in rows)
    return SheetCell(str(message("sheet.with", words=text, more=message("notice.synthetic")) if made_up else text))


def _certain(offer: Offer) -> tuple[Counter, ...]:
    """The counters that apply for certain; if there are none, the undecided ones."""
    return tuple(c for c in offer.counters if c.rule.verdict is Verdict.YES) or offer.counters


def _point(r: Referral, offer: Offer, counter: Counter | None) -> ServicePoint | None:
    """The service point that is the window, or the first one that gives the service where nobody takes applications."""
    if counter is not None:
        return next((r.network.points[b.id] for b in counter.accept if b.id in r.network.points), None)
    return offer.choice.options[0].point if offer.choice.options else None


def _window(r: Referral, offer: Offer, counter: Counter | None, point: ServicePoint | None) -> SheetContact:
    if counter is not None:
        row = counter.rule.row
        if counter.note and not counter.accept:
            others = (c.rule.row.text for c in offer.counters if c.rule.row.where is not row.where)
            return SheetContact(r.book.kinds[row.accept].name, says=clauses((str(counter.note), *others)))
        safety = any(n.safety for n in r.book.needs if n.code in offer.eligibility.service.needs)
        return placed(r, row.accept, counter.placed, counter.accept, emergency=safety)
    if point is None:
        return SheetContact(
            "", SheetCell(absent=Absence.NOT_LOADED if offer.eligibility.service.points else Absence.NONE)
        )
    phone = SheetCell(point.contact) if point.contact else SheetCell(absent=Absence.NOT_REGISTERED)
    return SheetContact(point.name, phone, says="" if point.services else str(message(BY_KIND)))


def _hours(point: ServicePoint | None) -> SheetCell:
    if point is None or not point.hours:
        return SheetCell(absent=Absence.NOT_REGISTERED)
    spans: dict[str, list[str]] = {}
    for row in shown(point.hours):
        days, _, span = row.rpartition(" ")
        spans.setdefault(days, []).append(span)
    return SheetCell(clauses(f"{days} {listed(of)}".strip() for days, of in spans.items()))


def _when(r: Referral, point: ServicePoint | None) -> tuple[When, datetime | None]:
    if point is None or not point.hours:
        return office_day(r.moment), None
    openness = Hours.parse(point.hours).at(r.moment, r.network.calendar(point.area))
    if openness.verdict is Verdict.YES:
        return When.TODAY, None
    today = openness.next is not None and openness.next.astimezone(SHANGHAI).date() == r.on
    return (When.TODAY if today else When.WEEK), openness.next


def _bring(e: Eligibility) -> SheetCell:
    """Return the documents that no other office can obtain."""
    own = tuple(m.row.text for m in e.materials if not m.row.shared)
    if own:
        return SheetCell(listed(own))
    return SheetCell(str(message("sheet.shared"))) if e.materials else SheetCell(absent=Absence.NONE)


def _confirm(r: Referral, counter: Counter | None) -> SheetCell:
    if counter is None or counter.rule.row.confirm is None:
        return SheetCell(absent=Absence.NONE)
    names = listed(b.name for b in counter.confirm)
    return SheetCell(names or r.book.kinds[counter.rule.row.confirm].name)


def _days(r: Referral, e: Eligibility, counter: Counter | None) -> SheetCell:
    """Within how many days the bodies of the window decide; of a decision, in words where the text gives no number.

    Where no text on the service was read, that is no “nothing is laid down”.
    """
    at = [counter.rule.row] if counter else [a.row for a in e.apply]
    deciding = {k for a in at for k in (a.accept, a.confirm)}
    rows = [d.row for d in e.deadlines if d.row.who in deciding]
    counted = [d for d in rows if d.value is not None]
    if counted:
        return SheetCell(_shortly(counted))
    if rows and any(a.confirm for a in at):
        return SheetCell(clauses(deadline(r.book.kinds, d) for d in rows))
    read = any(a.mark is Mark.READ for a in at) or not at
    return SheetCell(absent=Absence.NONE if read else Absence.NOT_LOADED)


def _shortly(counted: Sequence[Deadline]) -> str:
    """The first time limit of each body, one after the other: the column is narrow, and the service has the whole."""
    first = {d.who: d for d in reversed(counted)}
    firsts = [d for d in counted if first[d.who] is d]
    units = dict.fromkeys(d.unit for d in firsts)
    limits = (amount("+".join(str(d.value) for d in firsts if d.unit is unit), unit) for unit in units)
    law = all(d.kind is DeadlineKind.STATUTORY for d in firsts)
    basis = DeadlineKind.STATUTORY.label if law else message("sheet.not_law")
    return str(message("sheet.with", words=listed(limits), more=basis))


def _why(e: Eligibility) -> Iterator[str]:
    """Yield the missing conditions in plain words; or doubts to verify with a body."""
    failing = e.failing
    if failing is not None:
        known = tuple(filter(None, lacking(failing)))
        code = "sheet.cannot_known" if known else "sheet.cannot"
        yield str(message(code, wanted=failing.row.text, known=known))
        if e.cured:
            yield str(message("sheet.later", day=f"{e.cured[0]:%Y-%m-%d}", fit=e.cured[1].label))
    elif for_minors(e):
        yield str(message("sheet.minor"))
    elif e.fit is Fit.UNKNOWN:
        yield from e.verify
        if e.service.benefit and not any(len({x.fit for x in a.leads}) > 1 for a in e.asks):
            yield from _further(e)


def _further(e: Eligibility) -> Iterator[str]:
    """Yield the questions where no single answer decides, but known facts support the benefit."""
    ways = (t.row.when for q in e.required if q.verdict is Verdict.UNKNOWN for t in q.ways if t.some)
    asked = e.facts.missing(ways, likely=True)
    if asked:
        yield str(message("sheet.still_ask", asked="".join(wording(f) for f in asked[:MOST_ASKED])))
