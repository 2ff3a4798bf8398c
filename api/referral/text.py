"""One page of plain Chinese to hand on, without name, school, address or number (脱敏版)."""

from collections.abc import Iterator, Sequence

from api.situation.forms import fact_label
from knowledge.vocabulary import AreaLevel, CautionKind, Fit, Provenance, Verdict
from network.referral.plan import PlanStep, StepKind, steps
from network.referral.referral import Referral

AGE_BANDS = (
    (3, "3岁以下"),
    (6, "学龄前"),
    (14, "未满14周岁"),
    (16, "14–15周岁"),
    (18, "16–17周岁"),
    (200, "已满18周岁"),
)


def text(r: Referral) -> str:
    """The plan as one page; the child appears as an age band, a street and a case code."""
    return "\n".join(_lines(r))


def _lines(r: Referral) -> Iterator[str]:
    yield f"转介建议（脱敏版） {r.moment:%Y-%m-%d %H:%M}"
    if any(s.provenance is Provenance.SYNTHETIC for s in r.network.points.values()):
        yield "【演示数据，勿拨打、勿前往】"
    yield f"个案：{r.case or '（未立案）'}　孩子：{_band(r)}　所在：{_street(r)}"
    yield from _first(r)
    if r.needs:
        yield "需求：" + "、".join(n.need.concept.name for n in r.needs)
    yield "步骤："
    plan_steps = steps(r)
    yield from _steps(r, plan_steps)
    receipts = dict.fromkeys(x for s in plan_steps if not s.open for x in s.receipts)
    if receipts:
        yield "送达并要编号（配置值，非法定）：" + "；".join(receipts)
    yield from _open(r)
    yield from _bring(r)
    for n in r.needs:
        yield from (f"缺口：{g.why}" for g in n.gaps if g.missing)
    refused = [e for n in r.needs for e in (o.eligibility for o in n.offers) if e.fit is Fit.INELIGIBLE]
    for e in {e.service.code: e for e in refused}.values():
        yield f"不符合：{e.service.name}（{e.failing.row.text if e.failing else ''}）"
    rights = [c.row.text for c in r.triage.cautions if c.row.kind is CautionKind.RIGHT]
    if rights:
        yield "孩子和家庭的权利：" + "；".join(rights) + "。"
    yield "本页按现有情况推算，不代替主管部门的决定；未满18周岁按最有利于未成年人的原则处理。"


def _band(r: Referral) -> str:
    age = r.situation.age_on(r.on)
    return "年龄不详" if age is None else next(name for bound, name in AGE_BANDS if age < bound)


def _street(r: Referral) -> str:
    street = next((a.name for a in r.place.path if a.level is AreaLevel.STREET), None)
    return street or (r.place.path[0].name if r.place.path else r.place.code)


def _first(r: Referral) -> Iterator[str]:
    if r.facts.adult:
        yield f"{r.triage.report.zh}。按事情去下列地方："
    open_ = [d for d in r.doors if d.verdict is Verdict.YES]
    if open_:
        yield "立即：" + "；".join(d.concept.name for d in open_)
    elif any(d.verdict is Verdict.UNKNOWN for d in r.doors):
        yield "先问：孩子现在安全吗？受伤吗？有人照料吗？有危险先拨110、120。"
    for c in r.triage.cautions:
        if c.row.kind != "right":
            yield f"注意：{c.row.text}"


def _steps(r: Referral, plan_steps: Sequence[PlanStep]) -> Iterator[str]:
    """The steps that can be done now, numbered without gaps; steps that are still open follow in `_open`."""
    doing = [s for s in plan_steps if not (s.open and s.kind in (StepKind.APPLY, StepKind.GO))]
    name = {s.number: f"第{n}步" for n, s in enumerate(doing, 1)}
    name |= {s.number: r.book.services[s.code].name for s in plan_steps if s.number not in name}
    for n, s in enumerate(doing, 1):
        after = f"（在{'、'.join(name[x] for x in s.after)}之后）" if s.after else ""
        who = f" → {'、'.join(s.who)}" if s.who else ""
        call = f" 电话{'、'.join(s.numbers)}" if s.numbers else ""
        yield f"{n}. {s.text}{who}{call}{after}"


def _open(r: Referral) -> Iterator[str]:
    """Services that the child may have, with the facts to ask or the rules to verify first."""
    offers = {o.code: o.eligibility for n in r.needs for o in n.offers if o.eligibility.fit is Fit.UNKNOWN}
    if offers:
        yield "待定（先问清或核实，再办）：" + "；".join(e.service.name + _asked(e.missing) for e in offers.values())


def _asked(missing: tuple[str, ...]) -> str:
    return f"（问{'、'.join(fact_label(f) for f in missing[:3])}）" if missing else "（须核实）"


def _bring(r: Referral) -> Iterator[str]:
    offers = [o.eligibility for n in r.needs for o in n.offers if o.eligibility.fit is Fit.ELIGIBLE]
    wanted = dict.fromkeys(m.row.text for e in offers for m in e.materials if not m.row.shared)
    if wanted:
        yield "请带：" + "、".join(wanted)
