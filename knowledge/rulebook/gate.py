"""The checks of the rulebook; each problem with file, line and reason (规则关)."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations

from knowledge.reasons import reason
from knowledge.rows.rows import Cite, Conditional, Deadline, Duty, Matter, PlanClause, Row, Sanction
from knowledge.rows.texts import Document
from knowledge.rulebook.book import Rulebook
from knowledge.rulebook.gate_family import family_problems
from knowledge.rulebook.gate_norms import norm_problems
from knowledge.rulebook.gate_obligations import obligation_problems
from knowledge.rulebook.gate_referral import referral_problems
from knowledge.rulebook.gate_words import sanction_place
from knowledge.rulebook.source import RuleSource
from knowledge.situation.conditions import Condition
from knowledge.texts.provisions import OPEN_END, digest
from knowledge.vocabulary import Basis, DeadlineKind, Role, Unit

COMPLETE_FROM = date(2026, 7, 1)
"""From this day on, every matter must have duties on every day: the last shipped statute is in force."""

PARTS = ("duty", "deadline", "step", "safeguard", "sanction")


At = tuple[Row, tuple[str | int, ...], str]
"""A row, the path to the part of it, and the problem; the line is computed only for problems that are shown."""


def problems(book: Rulebook, source: RuleSource) -> Iterator[str]:
    """All problems as `file:line: reason`, in file order."""
    for row, path, problem in _all(book, source):
        yield f"{source.place(row, *path)}: {problem}"


def _all(book: Rulebook, source: RuleSource) -> Iterator[At]:
    yield from _unique(source)
    yield from _articles(source)
    for d in source.documents:
        yield from ((d, (), problem) for problem in _versions(d))
    for m in source.matters:
        yield from ((m, deeper, f"{m.code}: {problem}") for deeper, problem in _matter(book, source, m))
    yield from _general(source)
    for n in source.norms:
        yield from ((n, (), f"{n.id}: {problem}") for problem in norm_problems(book, n, _row))
    for k in source.kinds:
        yield from ((k, (), reason("code.body", code=c)) for c in k.comprises if c not in book.kinds)
    yield from ((k, (), reason("norm.everyone")) for k in [k for k in source.kinds if k.everyone][1:])
    for p in source.plan:
        yield from ((p, (), f"{p.id}: {problem}") for problem in _plan(book, p))
    for h in source.hotlines:
        if h.body is not None and h.body not in book.kinds:
            yield h, (), reason("code.body", code=h.body)
    yield from referral_problems(book, source, _row)
    yield from family_problems(book, source)
    yield from obligation_problems(book, source, _row)


def _general(source: RuleSource) -> Iterator[At]:
    """Check that, where reports are mandatory, exactly one of their matters is the general one."""
    marked = [m for m in source.matters if m.general]
    for m in marked:
        if not m.report or not any(d.role is Role.HANDLER for d in m.duty):
            yield m, (), f"{m.code}: {reason('matter.general_report')}"
    reports = [m for m in source.matters if m.report]
    for m in marked[1:] if marked else reports[:1]:
        yield m, (), f"{m.code}: {reason('matter.general', count=len(marked))}"


def _unique(source: RuleSource) -> Iterator[At]:
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
        keyed_rows = [(_key(r), r) for r in source.rows.get(table, [])]
        counts = Counter(k for k, _ in keyed_rows)
        yield from (
            (r, (), reason("code.repeated", table=table, key=k, times=counts[k]))
            for k, r in keyed_rows
            if counts[k] > 1
        )


def _key(row: Row) -> str:
    return str(next(getattr(row, k) for k in ("code", "id", "number") if hasattr(row, k)))


def _articles(source: RuleSource) -> Iterator[At]:
    versions = {v.id for d in source.documents for v in d.version}
    counts = Counter((a.version, a.number) for a in source.articles)
    for a in source.articles:
        if counts[a.version, a.number] > 1:
            times = counts[a.version, a.number]
            yield a, (), reason("text.article_repeated", version=a.version, number=a.number, times=times)
        if a.version not in versions:
            yield a, (), reason("code.version", code=a.version)
        if digest(a.paras) != a.sha256:
            yield a, (), reason("text.hash", version=a.version, number=a.number)


def _versions(d: Document) -> Iterator[str]:
    for v in d.version:
        if v.days[0] >= v.days[1]:
            yield reason("text.versions_backwards", version=v.id)
        if v.since and v.known_from:
            yield reason("text.two_beginnings", version=v.id)
        if len(v.text) == 1:
            yield reason("text.text_of_version", version=v.id)
    for a, b in combinations(d.version, 2):
        if a.days[0] < b.days[1] and b.days[0] < a.days[1]:
            yield reason("text.versions_overlap", a=a.id, b=b.id)


def wrong_cites(book: Rulebook, cites: Iterable[Cite]) -> Iterator[str]:
    """Yield the missing clauses, and the quotes that are not in their clause."""
    for c in cites:
        if c.clause not in book.texts.by_clause:
            yield reason("text.clause", clause=c.clause)
        elif not book.texts.periods(c):
            yield reason("text.quote", clause=c.clause, quote=c.quote)


def _row(book: Rulebook, row: Conditional) -> Iterator[str]:
    yield from wrong_cites(book, row.cite)
    if row.since and row.until and row.since >= row.until:
        yield reason("text.days_backwards")
    if not book.periods(row) and all(c.clause in book.texts.by_clause for c in row.cite):
        yield reason("text.never_in_force")


def _matter(book: Rulebook, source: RuleSource, m: Matter) -> Iterator[tuple[tuple[str | int, ...], str]]:
    yield from (((), reason("code.plan_clause", code=c)) for c in m.plan if c not in book.plan)
    yield from (((), reason("code.hotline", code=h)) for h in m.hotlines if h not in book.hotlines)
    yield from (((), problem) for problem in _given(m))
    for part in PARTS:
        for n, row in enumerate(getattr(m, part)):
            for problem in (*_row(book, row), *_part(book, part, row)):
                yield (part, n), f"{part}: {problem}"
    for n, r in enumerate(m.refusal):
        yield from ((("refusal", n), f"refusal: {problem}") for problem in wrong_cites(book, r.cite))
    yield from _overlaps(book, source, m)
    yield from (((), problem) for problem in _gaps(book, m))


def _given(m: Matter) -> Iterator[str]:
    try:
        Condition.parse(dict(m.given))
    except ValueError as e:
        yield f"given: {e}"


def _part(book: Rulebook, part: str, row: Conditional) -> Iterator[str]:
    bodies = {"duty": ("body",), "deadline": ("who",), "sanction": ("body", "against")}.get(part, ())
    for code in (getattr(row, name) for name in bodies):
        if code is not None and code not in book.kinds:
            yield reason("code.body", code=code)
    if isinstance(row, Duty):
        yield from _duty(row)
    if isinstance(row, Deadline):
        yield from _deadline(row)
    if isinstance(row, Sanction):
        yield from _sanction(row)
        yield from sanction_place(row, book.everyone)


def _duty(d: Duty) -> Iterator[str]:
    if not d.cite:
        yield reason("matter.duty_uncited")
        return
    from_plan = d.cite[0].clause.startswith("plan:")
    if from_plan and d.role is Role.SANCTIONER:
        yield reason("matter.plan_sanctioner")
    if from_plan and d.basis is Basis.LAW:
        yield reason("matter.plan_basis")


def _sanction(row: Sanction) -> Iterator[str]:
    if not row.cite and not row.none:
        yield reason("matter.sanction_uncited")
    if row.cite and row.cite[0].clause.startswith("plan:") and not row.none:
        yield reason("matter.plan_sanction")


def _deadline(row: Deadline) -> Iterator[str]:
    numeric = row.unit in (Unit.HOUR, Unit.DAY, Unit.WORKDAY, Unit.WEEK, Unit.MONTH, Unit.YEAR)
    if numeric is not (row.value is not None):
        yield reason("matter.value_needed" if numeric else "matter.value_unwanted", unit=row.unit)
    if row.kind in (DeadlineKind.STATUTORY, DeadlineKind.DOCUMENT) and not row.cite and row.unit is not Unit.NONE:
        yield reason("matter.deadline_uncited")
    from_plan = any(c.clause.startswith("plan:") for c in row.cite)
    if row.kind is DeadlineKind.PLAN and (row.value is not None or not from_plan):
        yield reason("matter.plan_deadline")
    if row.kind in (DeadlineKind.CONFIGURED, DeadlineKind.UNVERIFIED) and not row.source:
        yield reason("matter.deadline_source", kind=row.kind)


def _overlaps(book: Rulebook, source: RuleSource, m: Matter) -> Iterator[tuple[tuple[str | int, ...], str]]:
    rows: dict[object, list[tuple[int, Duty]]] = {}
    for n, d in enumerate(m.duty):
        rows.setdefault((d.role, d.body, d.when.key), []).append((n, d))
    for group in rows.values():
        for (i, a), (j, b) in combinations(group, 2):
            if any(p[0] < q[1] and q[0] < p[1] for p in book.periods(a) for q in book.periods(b)):
                other = source.place(m, "duty", i)
                yield ("duty", j), reason("matter.overlap", role=b.role, body=b.body, other=other)


def _gaps(book: Rulebook, m: Matter) -> Iterator[str]:
    duties = [d for d in m.duty if d.role in (Role.DUTY_BEARER, Role.HANDLER)]
    days = {day for d in duties for p in book.periods(d) for day in p}
    for day in sorted({COMPLETE_FROM, *(t for t in days if COMPLETE_FROM <= t < OPEN_END)}):
        if not any(book.in_force(d, day) for d in duties):
            yield reason("matter.gap", day=day)


def _plan(book: Rulebook, p: PlanClause) -> Iterator[str]:
    yield from (reason("text.not_in_plan", words=i) for i in (*p.items, *p.named) if i not in p.quote)
    yield from (reason("code.body", code=k) for k in (*p.bodies, *p.implied) if k not in book.kinds)
    yield from (reason("code.matter", code=m) for m in p.matters if m not in book.matters)
