"""What makes a rulebook wrong; each problem with file, line and reason (规则关)."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations

from knowledge.rows.rows import Cite, Conditional, Deadline, Document, Duty, Matter, Norm, PlanClause, Row, Sanction
from knowledge.rulebook.book import Rulebook
from knowledge.rulebook.gate_obligations import obligations
from knowledge.rulebook.gate_referral import referral
from knowledge.rulebook.source import Source
from knowledge.situation.conditions import Condition
from knowledge.texts.provisions import OPEN_END, OPEN_START, digest
from knowledge.vocabulary import Basis, DeadlineKind, Role, Unit

COMPLETE_FROM = date(2026, 7, 1)
"""From this day every matter has its duties on every day: the last shipped statute took effect."""

PARTS = ("duty", "deadline", "step", "safeguard", "sanction")


At = tuple[Row, tuple[str | int, ...], str]
"""A row, the way to the part of it, and what is wrong there; the line is looked up only for what is shown."""


def problems(book: Rulebook, source: Source) -> Iterator[str]:
    """Everything that is wrong, in file order."""
    for row, deeper, reason in _all(book, source):
        yield f"{source.place(row, *deeper)}: {reason}"


def _all(book: Rulebook, source: Source) -> Iterator[At]:
    yield from _unique(source)
    yield from _articles(source)
    for d in source.documents:
        yield from ((d, (), reason) for reason in _versions(d))
    for m in source.matters:
        yield from ((m, deeper, f"{m.code}: {reason}") for deeper, reason in _matter(book, source, m))
    for n in source.norms:
        yield from ((n, (), f"{n.id}: {reason}") for reason in _norm(book, n))
    for p in source.plan:
        yield from ((p, (), f"{p.id}: {reason}") for reason in _plan(book, p))
    for h in source.hotlines:
        if h.body is not None and h.body not in book.kinds:
            yield h, (), f"unknown body kind {h.body!r}"
    yield from referral(book, source, _row)
    yield from obligations(book, source, _row)


def _unique(source: Source) -> Iterator[At]:
    for table in (
        "document",
        "kind",
        "clause",
        "hotline",
        "matter",
        "act",
        "norm",
        "concept",
        "need",
        "door",
        "service",
        "obligation",
    ):
        keyed = [(_key(r), r) for r in source.rows.get(table, [])]
        often = Counter(k for k, _ in keyed)
        yield from ((r, (), f"{table} {k} stands {often[k]} times") for k, r in keyed if often[k] > 1)


def _key(row: Row) -> str:
    return str(next(getattr(row, k) for k in ("code", "id", "number") if hasattr(row, k)))


def _articles(source: Source) -> Iterator[At]:
    versions = {v.id for d in source.documents for v in d.version}
    often = Counter((a.version, a.number) for a in source.articles)
    for a in source.articles:
        if often[a.version, a.number] > 1:
            yield a, (), f"{a.version} {a.number} is shipped {often[a.version, a.number]} times"
        if a.version not in versions:
            yield a, (), f"unknown version {a.version!r}"
        if digest(a.paras) != a.sha256:
            yield a, (), f"sha256 of {a.version} {a.number} does not fit its text"


def _versions(d: Document) -> Iterator[str]:
    for v in d.version:
        if v.since and v.until and v.since >= v.until:
            yield f"version {v.id}: since is not before until"
    for a, b in combinations(d.version, 2):
        if (a.since or OPEN_START) < (b.until or OPEN_END) and (b.since or OPEN_START) < (a.until or OPEN_END):
            yield f"versions {a.id} and {b.id} overlap: one text is in force on a day"


def _cites(book: Rulebook, cites: Iterable[Cite]) -> Iterator[str]:
    for c in cites:
        if c.clause not in book.texts.by_clause:
            yield f"clause {c.clause!r} does not resolve (articles are shipped by tools/harvest.py)"
        elif not book.texts.periods(c):
            yield f"not verbatim in {c.clause}: {c.quote}"


def _row(book: Rulebook, row: Conditional) -> Iterator[str]:
    yield from _cites(book, row.cite)
    if row.since and row.until and row.since >= row.until:
        yield "since is not before until"
    if not book.periods(row) and all(c.clause in book.texts.by_clause for c in row.cite):
        yield "on no day a text in force carries the row"


def _matter(book: Rulebook, source: Source, m: Matter) -> Iterator[tuple[tuple[str | int, ...], str]]:
    yield from (((), f"plan clause {c!r} does not exist") for c in m.plan if c not in book.plan)
    yield from (((), f"unknown hotline {h!r}") for h in m.hotlines if h not in book.hotlines)
    yield from (((), reason) for reason in _given(m))
    for part in PARTS:
        for n, row in enumerate(getattr(m, part)):
            for reason in (*_row(book, row), *_part(book, part, row)):
                yield (part, n), f"{part}: {reason}"
    for n, r in enumerate(m.refusal):
        yield from ((("refusal", n), f"refusal: {reason}") for reason in _cites(book, r.cite))
    yield from _overlaps(book, source, m)
    yield from (((), reason) for reason in _gaps(book, m))


def _given(m: Matter) -> Iterator[str]:
    try:
        Condition.parse(dict(m.given))
    except ValueError as e:
        yield f"given: {e}"


def _part(book: Rulebook, part: str, row: Conditional) -> Iterator[str]:
    bodies = {"duty": ("body",), "deadline": ("who",), "sanction": ("body", "against")}.get(part, ())
    for code in (getattr(row, name) for name in bodies):
        if code is not None and code not in book.kinds:
            yield f"unknown body kind {code!r}"
    if isinstance(row, Duty):
        yield from _duty(row)
    if isinstance(row, Deadline):
        yield from _deadline(row)
    if isinstance(row, Sanction):
        yield from _sanction(row)


def _duty(d: Duty) -> Iterator[str]:
    if not d.cite:
        yield "a duty without a clause"
        return
    plan = d.cite[0].clause.startswith("plan:")
    if plan and d.role is Role.SANCTIONER:
        yield "the plan is a draft and gives nobody the power to punish"
    if plan and d.basis is Basis.LAW:
        yield "a plan clause is not basis law"


def _sanction(row: Sanction) -> Iterator[str]:
    if not row.cite and not row.none:
        yield "a sanction without a clause"
    if row.cite and row.cite[0].clause.startswith("plan:") and not row.none:
        yield "the plan is a draft and carries no sanction"


def _deadline(row: Deadline) -> Iterator[str]:
    counted = row.unit in (Unit.HOUR, Unit.DAY, Unit.WORKDAY, Unit.WEEK, Unit.MONTH, Unit.YEAR)
    if counted is not (row.value is not None):
        yield f"unit {row.unit} {'needs a' if counted else 'takes no'} value"
    if row.kind is DeadlineKind.STATUTORY and not row.cite and row.unit is not Unit.NONE:
        yield "a statutory deadline without a clause"
    planned = any(c.clause.startswith("plan:") for c in row.cite)
    if row.kind is DeadlineKind.PLAN and (row.value is not None or not planned):
        yield "the plan gives no numbers: a plan deadline cites its clause and has no value"
    if row.kind in (DeadlineKind.CONFIGURED, DeadlineKind.UNVERIFIED) and not row.source:
        yield f"a {row.kind} deadline needs its source"


def _overlaps(book: Rulebook, source: Source, m: Matter) -> Iterator[tuple[tuple[str | int, ...], str]]:
    rows: dict[object, list[tuple[int, Duty]]] = {}
    for n, d in enumerate(m.duty):
        rows.setdefault((d.role, d.body, d.when.key), []).append((n, d))
    for group in rows.values():
        for (i, a), (j, b) in combinations(group, 2):
            if any(p[0] < q[1] and q[0] < p[1] for p in book.periods(a) for q in book.periods(b)):
                other = source.place(m, "duty", i)
                yield ("duty", j), f"{b.role} {b.body} overlaps the row at {other}; join them or part the days"


def _gaps(book: Rulebook, m: Matter) -> Iterator[str]:
    leads = [d for d in m.duty if d.role in (Role.DUTY_BEARER, Role.HANDLER)]
    turns = {day for d in leads for p in book.periods(d) for day in p}
    for day in sorted({COMPLETE_FROM, *(t for t in turns if COMPLETE_FROM <= t < OPEN_END)}):
        if not any(book.in_force(d, day) for d in leads):
            yield f"no duty bearer or handler on {day}"


def _norm(book: Rulebook, n: Norm) -> Iterator[str]:
    yield from _row(book, n)
    if not n.cite:
        yield "a norm without a clause"
    if n.act not in book.acts:
        yield f"unknown act {n.act!r}"
    bodies = (*n.by, *(b for s in n.sanction for b in (s.body, s.against) if b))
    yield from (f"unknown body kind {b!r}" for b in bodies if b not in book.kinds)
    yield from (f"unknown matter {m!r}" for m in n.matters if m not in book.matters)
    for part in (*n.exception, *n.sanction):
        yield from _cites(book, part.cite)


def _plan(book: Rulebook, p: PlanClause) -> Iterator[str]:
    yield from (f"not in the clause's words: {i}" for i in (*p.items, *p.named) if i not in p.quote)
    yield from (f"unknown body kind {k!r}" for k in (*p.bodies, *p.implied) if k not in book.kinds)
    yield from (f"unknown matter {m!r}" for m in p.matters if m not in book.matters)
