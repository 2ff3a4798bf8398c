"""What makes the rows of the referral wrong (规则关：转介)."""

from collections.abc import Callable, Iterable, Iterator

from knowledge.rows.referral import Concept, Door, Need, Service, Task, Way
from knowledge.rows.rows import Conditional, Row
from knowledge.rulebook.book import Rulebook
from knowledge.rulebook.gate_obligations import stages
from knowledge.rulebook.reasons import reason
from knowledge.rulebook.source import Source
from knowledge.vocabulary import FieldClass, Mark

Deeper = tuple[str | int, ...]
Check = Callable[["Rulebook", Conditional], Iterator[str]]
PARTS = ("apply", "applicant", "material", "link", "deadline")


def referral(book: Rulebook, source: Source, row: Check) -> Iterator[tuple[Row, Deeper, str]]:
    """Everything that is wrong, with the row and the way to the part of it; `row` checks quotes and days."""
    for c in source.concepts:
        yield from ((c, deeper, f"{c.code}: {problem}") for deeper, problem in _concept(book, c, row))
    for n, caution in enumerate(source.cautions):
        yield from ((caution, (), f"caution {n + 1}: {problem}") for problem in row(book, caution))
    for t in source.tasks:
        yield from ((t, (), f"task {t.text}: {problem}") for problem in _task(book, t, row))
    for s in source.services:
        yield from ((s, deeper, f"{s.code}: {problem}") for deeper, problem in _service(book, s, row))


def _concept(book: Rulebook, c: Concept, row: Check) -> Iterator[tuple[Deeper, str]]:
    for n, way in enumerate(c.way):
        yield from ((("way", n), problem) for problem in _way(book, way, row))
    if c.code in _under(book, c):
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


def _marked(book: Rulebook, c: Concept) -> Iterator[tuple[Deeper, str]]:
    if c.raises and c.raises not in book.matters:
        yield (), reason("code.matter", code=c.raises)
    elif c.raises and not book.matters[c.raises].report:
        yield (), reason("referral.raises", code=c.raises)
    if c.unsealed and c.field_class is not FieldClass.F1:
        yield (), reason("referral.unsealed", field_class=c.field_class)


def _task(book: Rulebook, t: Task, row: Check) -> Iterator[str]:
    yield from row(book, t)
    yield from _absent("body", t.who, book.kinds)
    yield from _absent("matter", (t.matter,), book.matters)
    yield from _absent("hotline", filter(None, (t.number,)), book.hotlines)
    if t.by and not any(t.by in c.quote for c in t.cite):
        yield reason("referral.by_not_quoted", by=t.by)


def _under(book: Rulebook, c: Concept) -> set[str]:
    """The concepts that a concept rests on."""
    found: set[str] = set()
    todo = [c]
    while todo:
        for atom in (a for w in todo.pop().way for a in w.when.atoms):
            if atom.fact in book.concepts and atom.fact not in found:
                found.add(atom.fact)
                todo.append(book.concepts[atom.fact])
    return found


def _way(book: Rulebook, way: Way, row: Check) -> Iterator[str]:
    yield from row(book, way)
    if not way.cite and way.mark is Mark.READ:
        yield reason("referral.way_uncited")
    if way.mark is Mark.UNCLEAR and not way.contested:
        yield reason("referral.unclear")


def _service(book: Rulebook, s: Service, row: Check) -> Iterator[tuple[Deeper, str]]:
    for n, r in enumerate(s.requirement):
        for k, way in enumerate(r.way):
            yield from ((("requirement", n, "way", k), problem) for problem in _way(book, way, row))
    for part in PARTS:
        for n, one in enumerate(getattr(s, part)):
            yield from (((part, n), f"{part}: {problem}") for problem in row(book, one))
    yield from (((), problem) for problem in _names(book, s))


def _names(book: Rulebook, s: Service) -> Iterator[str]:
    yield from stages(s.schools)
    bodies = [*s.points, *(b for a in s.apply for b in (a.accept, a.confirm) if b), *(d.who for d in s.deadline)]
    yield from _absent("body", bodies, book.kinds)
    yield from _absent("need", s.needs, {n.code for n in book.needs})
    yield from _absent("matter", s.matters, book.matters)
    yield from _absent("plan_clause", s.plan, book.plan)
    yield from _absent("service", (x.other for x in s.link), book.services)
    if not s.needs:
        yield reason("referral.needless")
    if not s.apply and not s.points:
        yield reason("referral.nowhere")


def _absent(what: str, wanted: Iterable[str], there: Iterable[str]) -> Iterator[str]:
    found = set(there)
    return (reason(f"code.{what}", code=w) for w in wanted if w not in found)
