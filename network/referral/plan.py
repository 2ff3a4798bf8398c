"""The order of steps: what protects the child now and in parallel, then what waits for what (转介步骤)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from knowledge.referral.safety import MustReport, tasks
from knowledge.rows.rows import Deadline
from knowledge.texts.provisions import Citation
from knowledge.vocabulary import Fit, Relation, Verdict
from network.entities import Body
from network.referral.referral import Counter, Offer, Referral
from network.responsibility.offices import offices


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One step of the plan."""

    what: str
    """door | duty | report | apply | go."""
    code: str
    """Of the door, the matter or the service."""
    text: str
    who: tuple[str, ...]
    """Names of offices or places; the kind where no office is known."""
    numbers: tuple[str, ...] = ()
    """Numbers to call."""
    deadlines: tuple[str, ...] = ()
    """By when, as the texts say; statutory or marked otherwise."""
    bring: tuple[str, ...] = ()
    receipts: tuple[str, ...] = ()
    """What number to ask the recipient for, and how it is reached: configured, no law says it."""
    citations: tuple[Citation, ...] = ()
    open: bool = False
    """A fact must first be asked or a rule verified."""
    number: int = 0
    after: tuple[int, ...] = ()
    """Steps that come before; empty: at once, in parallel."""


def steps(r: Referral) -> tuple[PlanStep, ...]:
    """Every step, numbered; doors, what the law lays upon somebody at once, and the report wait for nothing."""
    found: list[PlanStep] = []
    for step in (*_doors(r), *_tasks(r), *_report(r)):
        found.append(replace(step, number=len(found) + 1))
    for offer in _in_order(r):
        first = _first(offer)
        after = tuple(s.number for s in found if s.code in first)
        found.append(replace(_apply(r, offer), number=len(found) + 1, after=after))
    return tuple(found)


def _first(offer: Offer) -> set[str]:
    """The services that come before this one."""
    return {x.row.other for x in offer.eligibility.links if x.row.kind is Relation.AFTER}


def _in_order(r: Referral) -> Iterator[Offer]:
    """Every offer that the child may have, once, need by need: what can be done now before what must first be asked.

    One that comes after others waits for them.
    """
    offers = {o.code: o for n in r.needs for o in n.offers if o.eligibility.fit is not Fit.INELIGIBLE}
    while offers:
        ready = [o for o in offers.values() if not _first(o) & offers.keys()] or list(offers.values())
        certain = [o for o in ready if o.eligibility.fit is Fit.ELIGIBLE]
        for offer in certain or ready:
            del offers[offer.code]
            yield offer


def _doors(r: Referral) -> Iterator[PlanStep]:
    for d in (d for d in r.doors if d.verdict is Verdict.YES):
        who = tuple(x for c in d.concept.call for x in _office(r, c.body))
        numbers = tuple(dict.fromkeys(c.number for c in d.concept.call if c.number))
        text = f"{d.concept.name}：{'；'.join(c.text for c in d.concept.call)}"
        asked = _receipts(r, (c.body for c in d.concept.call))
        yield PlanStep("door", d.concept.code, text, who, numbers, ("立即",), receipts=asked, citations=d.citations)


def _tasks(r: Referral) -> Iterator[PlanStep]:
    for t in tasks(r.facts):
        who = tuple(x for kind in t.row.who for x in _office(r, kind))
        numbers, by = ((x,) if x else () for x in (t.row.number, t.row.by))
        yield PlanStep("duty", t.row.matter, t.row.text, who, numbers, by, citations=t.citations)


def _receipts(r: Referral, kinds: Iterable[str]) -> tuple[str, ...]:
    rows = (r.book.kinds[k] for k in dict.fromkeys(kinds))
    return tuple(f"{k.name}：{k.channel}，要{k.receipt}" for k in rows if k.channel and k.receipt)


def _office(r: Referral, kind: str) -> tuple[str, ...]:
    found = offices(r.network, r.book.kinds[kind], r.place, r.on)[1]
    return tuple(b.name for b in found) or (r.book.kinds[kind].name,)


def _report(r: Referral) -> Iterator[PlanStep]:
    t = r.triage
    if t.report not in (MustReport.MUST, MustReport.DEPENDS) or not t.matters:
        return
    must = t.report is MustReport.MUST
    text = "应当立即报告，不以内部上报代替" if must else "是否必须报告取决于所列事实；拿不准的，先报"
    if t.missing == ("reporter",):
        text = "国家机关、居委会、学校、医院、社工等在工作中发现的，应当立即报告；公众有权报告"
    who = tuple(x for b in t.to for x in _office(r, b))
    cited = tuple(dict.fromkeys(c for d in t.duties for c in d.citations[:1]))
    yield PlanStep(
        "report", t.matters[0].code, text, who, r.book.general.hotlines[:1], ("立即",), receipts=_receipts(r, t.to),
        citations=cited, open=not must,
    )  # fmt: skip


def _apply(r: Referral, offer: Offer) -> PlanStep:
    e = offer.eligibility
    places = tuple(o.point.name for o in offer.choice.options[:1])
    counted = _certain(offer)
    counters = tuple(dict.fromkeys(name for c in counted for name in _names(r, c.accept, c.rule.row.accept)))
    text = e.service.name + "：" + "；".join(c.rule.row.text for c in counted[:2])
    unsure = e.fit is Fit.UNKNOWN
    said = text.rstrip("：") + ("（资格未定：先补事实或核实）" if unsure else "")
    return PlanStep(
        "apply" if offer.counters else "go", offer.code, said, counters or places,
        deadlines=tuple(_deadline(r, d.row) for d in e.deadlines),
        bring=tuple(m.row.text for m in e.materials if not m.row.shared),
        receipts=_receipts(r, (c.rule.row.accept for c in counted)),
        citations=tuple(dict.fromkeys(c for x in counted for c in x.rule.citations[:1])), open=unsure,
    )  # fmt: skip


def _certain(offer: Offer) -> tuple[Counter, ...]:
    """The counters that are the child's; those that a missing fact decides only where no other is."""
    return tuple(c for c in offer.counters if c.rule.verdict is Verdict.YES) or offer.counters


def _names(r: Referral, bodies: Iterable[Body], kind: str) -> tuple[str, ...]:
    return tuple(b.name for b in bodies) or (r.book.kinds[kind].name,)


def _deadline(r: Referral, d: Deadline) -> str:
    """By when, in one phrase: 法律援助中心 7自然日（自收到法律援助申请）."""
    return f"{r.book.kinds[d.who].name}{d.act}：{d.value or ''}{d.unit.zh}（自{d.event}，{d.kind.zh}）"
