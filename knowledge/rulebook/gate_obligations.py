"""What makes a row of a continuing duty wrong (规则关：持续性义务)."""

from collections import Counter
from collections.abc import Callable, Iterator

from knowledge.rows.obligations import (
    CONFIGURED,
    ENTITLED,
    Attribute,
    Filter,
    GradedPeriod,
    Obligation,
    Period,
    Strength,
)
from knowledge.rows.rows import Conditional, Row
from knowledge.rulebook.book import Rulebook
from knowledge.rulebook.source import Source
from knowledge.vocabulary import ClauseClass

Deeper = tuple[str | int, ...]
Check = Callable[["Rulebook", Conditional], Iterator[str]]

PUNISHING = ("处罚", "罚款", "责令", "警告", "吊销", "停业", "违法", "追究")
"""Words that only a law carries."""
NEEDED = {"area": "level", "body": "kind", "other": "name"}
"""What a class of objects cannot do without."""
STAGES = frozenset({"kindergarten", "primary", "junior", "senior", "vocational", "special"})


def obligations(book: Rulebook, source: Source, row: Check) -> Iterator[tuple[Row, Deeper, str]]:
    """Everything that is wrong, with the row and the way to the part of it; `row` checks quotes and days."""
    for o in source.obligations:
        yield from ((o, (), f"{o.code}: {reason}") for reason in _obligation(book, o, row))
    carried = {c.clause for o in source.obligations for c in o.cite}
    for p in source.plan:
        if p.kind is ClauseClass.OBLIGATION and p.id not in carried:
            yield p, (), f"{p.id}: no continuing duty carries this clause (knowledge/obligations/)"


def _obligation(book: Rulebook, o: Obligation, row: Check) -> Iterator[str]:
    yield from row(book, o)
    yield from _strength(o)
    yield from (f"unknown body kind {k!r}" for k in (*o.holder, *o.objects.kind) if k not in book.kinds)
    yield from _objects(o)
    if o.period and o.periods_by:
        yield "both period and periods_by"
    yield from (f"{what}: {reason}" for what, n in _numbers(o) for reason in _number(o, n))
    yield from _components(book, o, row)
    if o.demands and o.demands.matter and o.demands.matter not in book.matters:
        yield f"demands: unknown matter {o.demands.matter!r}"
    asked = [f.attribute for f in _filters(o)] + [e.attribute for e in o.exempt]
    asked += [o.periods_by.attribute] if o.periods_by else []
    yield from (f"unknown attribute {a!r}" for a in asked if not _known(book, a))


def _strength(o: Obligation) -> Iterator[str]:
    leads = "plan" if o.cite[0].clause.startswith("plan:") else "law"
    if o.when.atoms:
        yield "takes no condition of a case: say the class of objects by filters"
    if o.strength is not Strength.ENCOURAGED and o.strength.value != leads:
        yield f"strength {o.strength} but the leading clause is of the {leads}"
    said = o.demands.text if o.demands else ""
    if o.strength is not Strength.LAW and any(w in said for w in PUNISHING):
        yield f"demands: what is only {o.strength} carries no sanction"


def _objects(o: Obligation) -> Iterator[str]:
    x = o.objects
    if (needed := NEEDED.get(x.of)) and not getattr(x, needed):
        yield f"objects: {x.of} needs {needed}"
    if x.of == "point" and not (x.kind or x.tier):
        yield "objects: point needs kind or tier"
    if x.of == "other" and not x.name_en:
        yield "objects: other needs name_en"
    yield from (f"objects: unknown stage {s!r}" for s in x.stage if s not in STAGES)


def _numbers(o: Obligation) -> Iterator[tuple[str, Period | GradedPeriod]]:
    found = (("period", o.period), ("periods_by", o.periods_by), ("event", o.event.within if o.event else None))
    yield from ((what, n) for what, n in found if n is not None)


def _number(o: Obligation, n: Period | GradedPeriod) -> Iterator[str]:
    if not n.statutory and not n.source.startswith(CONFIGURED):
        yield f"no text gives this number: source begins with {CONFIGURED!r}"
    if n.statutory and n.clause not in {c.clause for c in o.cite if not c.clause.startswith("plan:")}:
        yield "a statutory number names its clause, one of the law that the row cites"
    if not n.statutory and n.clause:
        yield "a number that is configured has no clause"
    spans = (n,) if isinstance(n, Period) else n.values.values()
    if (o.event is None or n is not o.event.within) and not all(s.days or s.months or s.years for s in spans):
        yield "a period is longer than nothing"


def _components(book: Rulebook, o: Obligation, row: Check) -> Iterator[str]:
    often = Counter(c.code for c in o.components)
    yield from (f"component {code} stands {n} times" for code, n in often.items() if n > 1)
    for c in o.components:
        yield from (f"component {c.code}: {reason}" for reason in row(book, Conditional(cite=c.cite)))
        if c.filter and not c.reason:
            yield f"component {c.code}: a filter says why the others are exempt (reason)"
        if c.strength is Strength.LAW and not any(not x.clause.startswith("plan:") for x in (*c.cite, *o.cite)):
            yield f"component {c.code}: strength law without a clause of the law"


def _filters(o: Obligation) -> Iterator[Filter]:
    yield from o.objects.filter
    for c in o.components:
        yield from c.filter


def _known(book: Rulebook, attribute: str) -> bool:
    if attribute.startswith(ENTITLED):
        return attribute.removeprefix(ENTITLED) in book.services
    return attribute in {a.value for a in Attribute}
