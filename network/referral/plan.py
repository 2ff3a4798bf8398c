"""The steps of a referral in order: immediate ones in parallel, then steps that wait for others (转介步骤)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.eligibility.services import Eligibility
from knowledge.messages.message import Clauses, message
from knowledge.referral.safety import MustReport, tasks
from knowledge.rows.rows import Deadline
from knowledge.texts.provisions import Citation
from knowledge.vocabulary import Fit, Labelled, Relation, Verdict
from network.entities import Body
from network.referral.points import BY_KIND, PointOption
from network.referral.referral import Counter, Offer, Referral


class StepKind(Labelled):
    """Kind of a step of the plan."""

    DOOR = "door", "立即处置"
    DUTY = "duty", "法律要求立即做"
    REPORT = "report", "报告"
    ADULT = "adult", "已满18周岁的去处"
    APPLY = "apply", "申请"
    GO = "go", "前往"


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One step of the plan."""

    kind: StepKind
    code: str
    """Code of the door, matter or service."""
    text: str
    who: tuple[str, ...]
    """Names of offices or points; the name of the kind if no office is known."""
    numbers: tuple[str, ...] = ()
    """Telephone numbers."""
    deadlines: tuple[str, ...] = ()
    """Time limits in the words of the texts; marked if not statutory."""
    bring: tuple[str, ...] = ()
    receipts: tuple[str, ...] = ()
    """Contact of the recipient and the receipt number to ask for; configured, not from a text."""
    citations: tuple[Citation, ...] = ()
    open: bool = False
    """A fact or a rule must be clarified first."""
    number: int = 0
    after: tuple[int, ...] = ()
    """Numbers of the steps to wait for; empty: at once, in parallel."""


def steps(r: Referral) -> tuple[PlanStep, ...]:
    """All steps, numbered; doors, immediate legal duties and the report wait for nothing."""
    plan: list[PlanStep] = []
    for step in (*_adult(r), *_doors(r), *_tasks(r), *_report(r)):
        plan.append(replace(step, number=len(plan) + 1))
    for offer in _in_order(r):
        earlier = _prerequisites(offer)
        after = tuple(s.number for s in plan if s.code in earlier)
        plan.append(replace(_apply(r, offer), number=len(plan) + 1, after=after))
    return tuple(plan)


def _prerequisites(offer: Offer) -> set[str]:
    """The services that must come before this one."""
    return {x.row.other for x in offer.eligibility.links if x.row.kind is Relation.AFTER}


def _in_order(r: Referral) -> Iterator[Offer]:
    """Every offer that the child may have, once, need by need: eligible ones before undecided ones.

    An offer that comes after others waits for them; in a cycle, nothing waits.
    """
    offers = {o.code: o for n in r.needs for o in n.offers if o.eligibility.fit is not Fit.INELIGIBLE}
    while offers:
        ready = [o for o in offers.values() if not _prerequisites(o) & offers.keys()] or list(offers.values())
        certain = [o for o in ready if o.eligibility.fit is Fit.ELIGIBLE]
        for offer in certain or ready:
            del offers[offer.code]
            yield offer


def _adult(r: Referral) -> Iterator[PlanStep]:
    for a in r.adult:
        who = tuple(x for kind in a.row.who for x in _office(r, kind))
        numbers = (a.row.number,) if a.row.number else ()
        yield PlanStep(StepKind.ADULT, StepKind.ADULT.value, a.row.text, who, numbers, citations=a.citations)


def _doors(r: Referral) -> Iterator[PlanStep]:
    for derived in (derived for derived in r.doors if derived.verdict is Verdict.YES):
        who = tuple(x for c in derived.concept.call for x in _office(r, c.body))
        numbers = tuple(dict.fromkeys(c.number for c in derived.concept.call if c.number))
        says = Clauses(c.wording(to_child=r.by_child) for c in derived.concept.call)
        text = str(message("plan.door", name=derived.concept.name, says=says))
        receipts = _receipts(r, (c.body for c in derived.concept.call))
        yield PlanStep(
            StepKind.DOOR,
            derived.concept.code,
            text,
            who,
            numbers,
            (str(message("sheet.at_once")),),
            receipts=receipts,
            citations=derived.citations,
        )


def _tasks(r: Referral) -> Iterator[PlanStep]:
    for t in tasks(r.facts):
        who = tuple(x for kind in t.row.who for x in _office(r, kind))
        numbers, by = ((x,) if x else () for x in (t.row.number, t.row.by))
        yield PlanStep(StepKind.DUTY, t.row.matter, t.row.text, who, numbers, by, citations=t.citations)


def _receipts(r: Referral, kinds: Iterable[str]) -> tuple[str, ...]:
    rows = (r.book.kinds[k] for k in dict.fromkeys(kinds))
    asked = (k for k in rows if k.channel and k.receipt)
    return tuple(str(message("plan.receipt", name=k.name, channel=k.channel, receipt=k.receipt)) for k in asked)


def _office(r: Referral, kind: str) -> tuple[str, ...]:
    bodies = r.offices(kind, r.place)[1]
    return tuple(b.name for b in bodies) or (r.book.kinds[kind].name,)


def _report(r: Referral) -> Iterator[PlanStep]:
    triage = r.triage
    if triage.report not in (MustReport.MUST, MustReport.DEPENDS) or not triage.matters:
        return
    required = triage.report is MustReport.MUST
    text = "plan.must_report" if required else "plan.may_have_to_report"
    if r.by_child:
        text = "plan.others_report"
    elif triage.missing == ("reporter",):
        text = "plan.at_work_must_report"
    who = tuple(x for b in triage.to for x in _office(r, b))
    citations = tuple(dict.fromkeys(c for d in triage.duties for c in d.citations[:1]))
    yield PlanStep(
        StepKind.REPORT,
        triage.matters[0].code,
        str(message(text)),
        who,
        r.book.general.hotlines[:1],
        (str(message("sheet.at_once")),),
        receipts=_receipts(r, triage.to),
        citations=citations,
        open=not required,
    )


def _apply(r: Referral, offer: Offer) -> PlanStep:
    eligibility = offer.eligibility
    point_names = tuple(map(_named, offer.choice.options[:1]))
    certain = _certain(offer)
    names = tuple(dict.fromkeys(name for c in certain for name in _names(r, c.accept, c.rule.row.accept)))
    undecided = eligibility.fit is Fit.UNKNOWN
    return PlanStep(
        StepKind.APPLY if offer.counters else StepKind.GO,
        offer.code,
        _title(eligibility, certain),
        names or point_names,
        deadlines=tuple(_deadline(r, d.row) for d in eligibility.deadlines),
        bring=tuple(m.row.text for m in eligibility.materials if not m.row.shared),
        receipts=_receipts(r, (c.rule.row.accept for c in certain)),
        citations=tuple(dict.fromkeys(c for x in certain for c in x.rule.citations[:1])),
        open=undecided,
    )


def _named(o: PointOption) -> str:
    """The name of a point; where it states no services, with what that leaves open."""
    return o.point.name if o.point.services else str(message("sheet.with", words=o.point.name, more=message(BY_KIND)))


def _title(e: Eligibility, counters: Sequence[Counter]) -> str:
    """The service with where to apply."""
    name, where = e.service.name, Clauses(c.rule.row.text for c in counters[:2])
    title = message("plan.apply", name=name, where=where) if where else name
    return str(message("plan.undecided", title=title) if e.fit is Fit.UNKNOWN else title)


def _certain(offer: Offer) -> tuple[Counter, ...]:
    """The counters that apply for certain; if there are none, the undecided ones."""
    return tuple(c for c in offer.counters if c.rule.verdict is Verdict.YES) or offer.counters


def _names(r: Referral, bodies: Iterable[Body], kind: str) -> tuple[str, ...]:
    return tuple(b.name for b in bodies) or (r.book.kinds[kind].name,)


def _deadline(r: Referral, d: Deadline) -> str:
    """The deadline in one phrase: 法律援助中心 7自然日（自收到法律援助申请）."""
    unit = d.unit.label
    time = message("sheet.amount", count=d.value, unit=unit) if d.value else unit
    who = r.book.kinds[d.who].name
    return str(message("plan.deadline", who=who, act=d.act, time=time, event=d.event, kind=d.kind.label))
