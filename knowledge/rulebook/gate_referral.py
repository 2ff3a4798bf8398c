"""Checks of the rows for referrals (规则关：转介)."""

from collections.abc import Callable, Iterable, Iterator

from knowledge.reasons import reason
from knowledge.rows.referral import AdultWay, Concept, Door, Need, Service, Task, Way
from knowledge.rows.rows import Conditional, Row
from knowledge.rulebook.book import Rulebook
from knowledge.rulebook.gate_obligations import stages
from knowledge.rulebook.gate_words import word_problems
from knowledge.rulebook.source import RuleSource
from knowledge.vocabulary import FieldClass, Mark

PartPath = tuple[str | int, ...]
RowCheck = Callable[["Rulebook", Conditional], Iterator[str]]
PARTS = ("apply", "applicant", "material", "link", "deadline")


def referral_problems(book: Rulebook, source: RuleSource, row: RowCheck) -> Iterator[tuple[Row, PartPath, str]]:
    """All problems, each with the row and the path to the part of it.

    `row` is the check of quotes and days that all rows have in common.
    """
    for c in source.concepts:
        yield from ((c, path, f"{c.code}: {problem}") for path, problem in _concept(book, c, row))
    for n, caution in enumerate(source.cautions):
        yield from ((caution, (), f"caution {n + 1}: {problem}") for problem in row(book, caution))
    for t in source.tasks:
        yield from ((t, (), f"task {t.text}: {problem}") for problem in _task(book, t, row))
    for a in source.adults:
        yield from ((a, (), f"adult {a.text}: {problem}") for problem in _acts(book, a, row))
    for s in source.services:
        yield from ((s, path, f"{s.code}: {problem}") for path, problem in _service(book, s, row))


def _concept(book: Rulebook, c: Concept, row: RowCheck) -> Iterator[tuple[PartPath, str]]:
    for n, way in enumerate(c.way):
        yield from ((("way", n), problem) for problem in _way(book, way, row))
    if c.code in _dependencies(book, c):
        yield (), reason("referral.circle")
    yield from _marked(book, c)
    if isinstance(c, Need):
        yield from (((), reason("code.matter", code=m)) for m in c.matters if m not in book.matters)
        if not (c.matters or c.ask or any(c.code in s.needs for s in book.services.values())):
            yield (), reason("referral.unanswered")
    bodies = [b for b in (getattr(c, "ask", None), *(x.body for x in getattr(c, "call", ()))) if b]
    yield from (((), reason("code.body", code=b)) for b in bodies if b not in book.kinds)
    if isinstance(c, Door):
        numbers = [x.number for x in c.call if x.number]
        yield from (((), reason("code.hotline", code=n)) for n in numbers if n not in book.hotlines)
        yield from ((("step", n), problem) for n, s in enumerate(c.step) for problem in row(book, s))


def _marked(book: Rulebook, c: Concept) -> Iterator[tuple[PartPath, str]]:
    if c.raises and c.raises not in book.matters:
        yield (), reason("code.matter", code=c.raises)
    elif c.raises and not book.matters[c.raises].report:
        yield (), reason("referral.raises", code=c.raises)
    if c.unsealed and c.field_class is not FieldClass.F1:
        yield (), reason("referral.unsealed", field_class=c.field_class)


def _acts(book: Rulebook, t: Task | AdultWay, row: RowCheck) -> Iterator[str]:
    yield from row(book, t)
    yield from _unknown_codes("body", t.who, book.kinds)
    yield from _unknown_codes("hotline", filter(None, (t.number,)), book.hotlines)


def _task(book: Rulebook, t: Task, row: RowCheck) -> Iterator[str]:
    yield from _acts(book, t, row)
    yield from _unknown_codes("matter", (t.matter,), book.matters)
    if t.by and not any(t.by in c.quote for c in t.cite):
        yield reason("referral.by_not_quoted", by=t.by)


def _dependencies(book: Rulebook, c: Concept) -> set[str]:
    """The concepts that a concept depends on, directly or indirectly."""
    concepts: set[str] = set()
    pending = [c]
    while pending:
        for atom in (a for w in pending.pop().way for a in w.when.atoms):
            if atom.fact in book.concepts and atom.fact not in concepts:
                concepts.add(atom.fact)
                pending.append(book.concepts[atom.fact])
    return concepts


def _way(book: Rulebook, way: Way, row: RowCheck) -> Iterator[str]:
    yield from row(book, way)
    if not way.cite and way.mark is Mark.READ:
        yield reason("referral.way_uncited")
    if way.mark is Mark.UNCLEAR and not way.contested:
        yield reason("referral.unclear")


def _service(book: Rulebook, s: Service, row: RowCheck) -> Iterator[tuple[PartPath, str]]:
    for n, r in enumerate(s.requirement):
        for k, way in enumerate(r.way):
            yield from ((("requirement", n, "way", k), problem) for problem in _way(book, way, row))
    for part in PARTS:
        for n, one in enumerate(getattr(s, part)):
            yield from (((part, n), f"{part}: {problem}") for problem in row(book, one))
    yield from (((), problem) for problem in _names(book, s))
    yield from word_problems(s)


def _names(book: Rulebook, s: Service) -> Iterator[str]:
    yield from stages(s.schools)
    bodies = [*s.points, *(b for a in s.apply for b in (a.accept, a.confirm) if b), *(d.who for d in s.deadline)]
    yield from _unknown_codes("body", bodies, book.kinds)
    yield from _unknown_codes("need", s.needs, {n.code for n in book.needs})
    yield from _unknown_codes("matter", s.matters, book.matters)
    yield from _unknown_codes("plan_clause", s.plan, book.plan)
    yield from _unknown_codes("service", (x.other for x in s.link), book.services)
    if not s.needs and not s.grants:
        yield reason("referral.needless")
    if not s.apply and not s.points:
        yield reason("referral.nowhere")


def _unknown_codes(kind: str, codes: Iterable[str], existing: Iterable[str]) -> Iterator[str]:
    existing_codes = set(existing)
    return (reason(f"code.{kind}", code=code) for code in codes if code not in existing_codes)
