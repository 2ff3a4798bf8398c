"""Checks of the rows of continuing obligations (规则关：持续性义务)."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from knowledge.coverage.tiers import level_of, tiers
from knowledge.reasons import reason
from knowledge.rows.obligations import ENTITLED, Attribute, Filter, Obligation, Strength
from knowledge.rows.periods import CONFIGURED, GradedPeriod, Period
from knowledge.rows.rows import Conditional, Row
from knowledge.rulebook.book import Rulebook
from knowledge.rulebook.source import RuleSource
from knowledge.vocabulary import ClauseClass, SchoolStage

PartPath = tuple[str | int, ...]
RowCheck = Callable[["Rulebook", Conditional], Iterator[str]]

PUNISHING = ("处罚", "罚款", "责令", "警告", "吊销", "停业", "违法", "追究")
"""Words that only a law may use."""
NEEDED = {"area": "level", "body": "kind", "other": "name"}
"""Required attribute of each class of objects."""


def obligation_problems(book: Rulebook, source: RuleSource, row: RowCheck) -> Iterator[tuple[Row, PartPath, str]]:
    """All problems, each with the row and the path to the part of it.

    `row` is the check of quotes and days that all rows have in common.
    """
    for o in source.obligations:
        yield from ((o, (), f"{o.code}: {problem}") for problem in _obligation(book, o, row))
    yield from ((o, (), f"{o.code}: {problem}") for o, problem in _visits(source))
    carried = {c.clause for o in source.obligations for c in o.cite}
    for p in source.plan:
        if p.kind is ClauseClass.OBLIGATION and p.id not in carried:
            yield p, (), f"{p.id}: {reason('obligation.plan_uncarried')}"


def _obligation(book: Rulebook, o: Obligation, row: RowCheck) -> Iterator[str]:
    yield from row(book, o)
    yield from _strength(o)
    yield from (reason("code.body", code=k) for k in (*o.holder, *o.objects.kind) if k not in book.kinds)
    yield from _objects(o)
    yield from (f"from_network: {problem}" for problem in _from_network(book, o))
    if o.period and o.periods_by:
        yield reason("obligation.two_periods")
    yield from (f"{part}: {problem}" for part, n in _numbers(o) for problem in _number(o, n))
    yield from _components(book, o, row)
    if o.demands and o.demands.matter and o.demands.matter not in book.matters:
        yield f"demands: {reason('code.matter', code=o.demands.matter)}"
    attributes = [f.attribute for f in _filters(o)] + [e.attribute for e in o.exempt]
    attributes += [o.periods_by.attribute] if o.periods_by else []
    yield from (reason("code.attribute", code=a) for a in attributes if not _known(book, a))


def _strength(o: Obligation) -> Iterator[str]:
    basis = Strength.PLAN if o.cite[0].clause.startswith("plan:") else Strength.LAW
    if o.when.atoms:
        yield reason("obligation.condition")
    if o.strength is not Strength.ENCOURAGED and o.strength is not basis:
        source = "方案" if basis is Strength.PLAN else "法律"
        yield reason("obligation.strength", strength=o.strength, source=source)
    demanded = o.demands.text if o.demands else ""
    if o.strength is not Strength.LAW and any(w in demanded for w in PUNISHING):
        yield f"demands: {reason('obligation.punishing', strength=o.strength)}"


def _objects(o: Obligation) -> Iterator[str]:
    x = o.objects
    if (needed := NEEDED.get(x.of)) and not getattr(x, needed):
        yield reason("obligation.objects_need", of=x.of, needed=needed)
    if x.of == "point" and not (x.kind or x.tier):
        yield reason("obligation.objects_need", of=x.of, needed="kind 或者 tier")
    if x.of == "other" and not x.name_en:
        yield reason("obligation.objects_need", of=x.of, needed="name_en")
    yield from stages(x.stage)


def stages(codes: Iterable[str]) -> Iterator[str]:
    """Yield an error for each code that is no stage of schooling."""
    allowed = "、".join(sorted(SchoolStage))
    yield from (reason("code.stage", code=s, allowed=allowed) for s in codes if s not in set(SchoolStage))


def _visits(source: RuleSource) -> Iterator[tuple[Obligation, str]]:
    """Exactly one duty is that of the home visits."""
    marked = [o for o in source.obligations if o.visits]
    for o in marked[1:] if marked else source.obligations[:1]:
        yield o, reason("obligation.visits", count=len(marked))


def _from_network(book: Rulebook, o: Obligation) -> Iterator[str]:
    """Yield an error for each proof from the network that can never succeed."""
    proof, levels = o.from_network, o.objects.level
    if proof is None:
        return
    if o.objects.of != "area" or o.components:
        yield reason("obligation.proof_of_areas")
    yield from (reason("code.body", code=k) for k in proof.kind if k not in book.kinds)
    shown = "、".join(levels)
    for tier in (t for t in proof.tier if level_of(t) not in levels):
        yield reason("obligation.proof_elsewhere", what=tier, levels=shown)
    here = {post for level in levels if level in tiers() for post in tiers()[level].posts}
    for post in (p for p in proof.post if p not in here):
        yield reason("obligation.proof_elsewhere", what=post, levels=shown)
    for kind in sorted(proof.evidence - set(o.evidence)):
        yield reason("obligation.proof_evidence", kind=kind)


def _numbers(o: Obligation) -> Iterator[tuple[str, Period | GradedPeriod]]:
    numbers = (("period", o.period), ("periods_by", o.periods_by), ("event", o.event.within if o.event else None))
    yield from ((part, n) for part, n in numbers if n is not None)


def _number(o: Obligation, n: Period | GradedPeriod) -> Iterator[str]:
    if not n.statutory and not n.source.startswith(CONFIGURED):
        yield reason("obligation.number_source", prefix=CONFIGURED)
    if n.statutory and n.clause not in {c.clause for c in o.cite if not c.clause.startswith("plan:")}:
        yield reason("obligation.number_clause")
    if not n.statutory and n.clause:
        yield reason("obligation.configured_clause")
    spans = (n,) if isinstance(n, Period) else n.values.values()
    if (o.event is None or n is not o.event.within) and not all(s.days or s.months or s.years for s in spans):
        yield reason("obligation.zero_period")


def _components(book: Rulebook, o: Obligation, row: RowCheck) -> Iterator[str]:
    counts = Counter(c.code for c in o.components)
    yield from (reason("obligation.component_repeated", code=code, times=n) for code, n in counts.items() if n > 1)
    for c in o.components:
        yield from (f"component {c.code}: {problem}" for problem in row(book, Conditional(cite=c.cite)))
        if c.filter and not c.reason:
            yield f"component {c.code}: {reason('obligation.filter_reason')}"
        if c.strength is Strength.LAW and not any(not x.clause.startswith("plan:") for x in (*c.cite, *o.cite)):
            yield f"component {c.code}: {reason('obligation.component_law')}"


def _filters(o: Obligation) -> Iterator[Filter]:
    yield from o.objects.filter
    for c in o.components:
        yield from c.filter


def _known(book: Rulebook, attribute: str) -> bool:
    if attribute.startswith(ENTITLED):
        return attribute.removeprefix(ENTITLED) in book.services
    return attribute in {a.value for a in Attribute}
