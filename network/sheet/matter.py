"""The parts of a matter's sheet: its first steps, and who is responsible (事项的办事单)."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from knowledge.messages.message import clauses, message
from knowledge.responsibility.judging import Applied
from knowledge.rows.rows import Step
from knowledge.rulebook.book import Rulebook
from knowledge.situation.facts import FACTS, Kind
from knowledge.understanding.wishes import fits
from knowledge.vocabulary import Level, Role, Verdict
from network.referral.referral import Referral
from network.responsibility.offices import OfficeStatus, Responsibility, Responsible
from network.sheet.asker import is_asker
from network.sheet.benefits import Offers
from network.sheet.contacts import emergency_numbers, placed, reachable
from network.sheet.model import FoldLine, SheetCell, SheetContact, SheetStep, When
from network.sheet.relevance import concerns, for_all, raw, unlikely
from network.sheet.steps import FIRST, in_order, open_doors

LEADING = {Role.HANDLER, Role.DUTY_BEARER}
ACTS = 2
"""Acts of a body that are shown above the fold."""
PERHAPS = 2
"""Handlers that depend on a fact of which nothing is known, as far as they are shown above the fold."""


HEARD, OPEN = 1.0, -0.5
"""Weight of a step whose case is known to be this one, or is open: less than that of what is asked for."""

ELSEWHERE = (("bullied", True), ("self_harm", True), ("procedural_role", "suspect"))
"""Known facts that explain danger by somebody outside the family, or by no offender."""


def steps(at: Referral, r: Responsibility) -> tuple[SheetStep, ...]:
    """The first steps of the matter, each with whom it names; an adult is led elsewhere."""
    numbers = emergency_numbers(at)
    return in_order((step(at, r, s) for s in r.finding.steps), lambda s: any(n in s.text for n in numbers))


def step(at: Referral, r: Responsibility, s: Applied[Step]) -> SheetStep:
    """The step with the numbers and offices that it names, and when they can be reached."""
    given = [h for h in r.finding.matter.hotlines if h in s.row.text]
    order = in_text(at, s.row.text)
    numbers = dict.fromkeys((*given, *order)) if set(given) & set(order) else given
    lines = tuple(SheetContact(at.book.hotlines[n].name, SheetCell(n)) for n in numbers)
    named = tuple(x for x in r.responsible if _named(x, s.row.text) and not is_asker(at, x.kind.code))
    urgent = r.finding.danger or bool(set(numbers) & emergency_numbers(at))
    bodies = tuple(dict.fromkeys(placed(at, x.kind.code, x.where, x.bodies, emergency=urgent) for x in named))
    reached = {c.phone.text for c in bodies}
    lines = tuple(c for c in lines if c.phone.text not in reached)
    when = When.NOW if urgent else reachable(at, bodies)
    until = str(message("sheet.at_once")) if when is When.NOW else ""
    who = sorted((*lines, *bodies), key=lambda c: _place(order, c))
    return SheetStep(r.finding.matter.code, s.row.text, when, tuple(who), until, citations=s.citations)


def is_of_danger(r: Responsibility) -> bool:
    """True if the matter itself is danger or a report, or known facts mean danger: then safety is what is asked."""
    m = r.finding.matter
    return r.finding.danger or bool(m.danger) or m.report


def asked_first(at: Referral, r: Responsibility, wishes: Collection[str]) -> tuple[SheetStep, ...]:
    """The steps of a matter, those that answer a wish first; then the checks for a danger that it does not speak of."""
    rows, apart = r.finding.steps, harms(at.book)

    def rank(row: tuple[Applied[Step], float]) -> tuple[bool, float]:
        s, weight = row
        case = OPEN if s.verdict is Verdict.UNKNOWN else HEARD if s.row.when.atoms else 0.0
        return waits(s, apart) or calls(at, s), -weight - case

    ranked = sorted(zip(rows, fits(wishes, [s.row.text for s in rows]), strict=True), key=rank)
    return tuple(step(at, r, s) for s, _ in ranked)


def steps_asked(at: Referral, r: Responsibility, wishes: Collection[str]) -> tuple[SheetStep, ...]:
    """The steps of a matter that is asked about by itself: a check for danger is the first unless words are calm."""
    every = steps(at, r)
    if is_of_danger(r) or r.finding.not_a_minor:
        return every
    numbers = emergency_numbers(at)
    check = () if r.finding.calm else tuple(s for s in every if s.dials(numbers))[:1]
    rows = tuple(dict.fromkeys((*check, *asked_first(at, r, wishes))))
    return (*in_order(rows[:FIRST], lambda s: s.dials(numbers)), *rows[FIRST:])


def calls(at: Referral, s: Applied[Step]) -> bool:
    """True if a step that no fact of the child demands calls an emergency number."""
    demanded = s.verdict is Verdict.YES and bool(s.row.when.atoms)
    return not demanded and bool(in_text(at, s.row.text))


def waits(s: Applied[Step], apart: frozenset[str]) -> bool:
    """True if a step is for a harm of which nothing is known."""
    if s.verdict is not Verdict.UNKNOWN:
        return False
    return any(a.fact in apart and a.fact in s.missing and set(a.values) != {False} for a in s.row.when.atoms)


def unsuspected(r: Referral, *, calm: bool) -> bool:
    """True if no known fact suspects the family, and harm is either absent or explained otherwise.

    Harm that nothing explains leaves the family suspected: whoever told it may not know by whom it is.
    """
    if r.facts.verdict(r.book.family) is Verdict.YES:
        return False
    elsewhere = any(r.facts.get(fact) == value for fact, value in ELSEWHERE) or bool(r.facts.get("net_harm"))
    return elsewhere or (calm and not open_doors(r))


def suspicions(book: Rulebook, matters: Iterable[Responsibility]) -> frozenset[str]:
    """The texts of steps in reports that apply only if the family is the offender, of which nothing is known."""
    family = raw(book, (book.family,))
    reports = (m.finding for m in matters if m.finding.matter.report)
    return frozenset(s.row.text for f in reports for s in f.steps if _only_if(s, family))


def _only_if(s: Applied[Step], family: frozenset[str]) -> bool:
    atoms = s.row.when.atoms
    return (
        s.verdict is Verdict.UNKNOWN and bool(atoms) and all(a.fact in family and False not in a.values for a in atoms)
    )


def harms(book: Rulebook) -> frozenset[str]:
    """The facts and concepts that mean harm to a child or a suspicion of its family."""
    return frozenset((*_harms(book), *raw(book, (book.family,))))


def _harms(book: Rulebook) -> Iterator[str]:
    yield from (book.danger, book.family)
    yield from (code for code, c in book.concepts.items() if code.startswith("is_report") or c.danger or c.family)
    yield from (f for f in raw(book, (book.danger,)) if f in FACTS and FACTS[f].kind is Kind.BOOL)


def in_text(at: Referral, text: str) -> tuple[str, ...]:
    """The emergency numbers that a text calls, in its order."""
    return tuple(sorted((n for n in emergency_numbers(at) if n in text), key=text.index))


def _place(order: Sequence[str], c: SheetContact) -> int:
    """The place of a contact in an order of numbers; whoever has another number, or none, comes behind them."""
    return order.index(c.phone.text) if c.phone.text in order else len(order)


def _named(x: Responsible, text: str) -> bool:
    """True if the step names the body; a unit of the case itself is whom everybody there knows."""
    names = (x.kind.name, *x.kind.aliases)
    return x.where is not OfficeStatus.CONCERNED and any(len(n) > 1 and n in text and not n.isdigit() for n in names)


def dialled(
    at: Referral, r: Responsibility, now: Iterable[SheetStep], who: Sequence[SheetContact]
) -> Iterator[SheetContact]:
    """The emergency numbers that the first steps call, in their order, then everybody else that is responsible.

    An office that answers such a number has it here too, whatever the matter; a number of which no office that is
    responsible answers has a line of its own.
    """
    left = list(who)
    for n in dict.fromkeys(n for s in now for n in in_text(at, s.text)):
        line = at.book.hotlines[n]
        names = {
            placed(at, x.kind.code, x.where, x.bodies, emergency=True).name
            for x in r.responsible
            if x.kind.code == line.body
        }
        office = next((c for c in left if c.name in names), SheetContact(line.name))
        left = [c for c in left if c is not office]
        yield replace(office, phone=SheetCell(n))
    yield from left


def responsible(at: Referral, r: Responsibility, own: Collection[str]) -> Iterator[SheetContact]:
    """The bodies that handle it or bear the duty: offices of the place first, each once; without the asker."""
    rows = _leading([x for x in r.responsible if x.kind.code not in own])
    acts: dict[SheetContact, dict[str, None]] = {}
    for x in sorted(rows, key=_nearness):
        office = placed(at, x.kind.code, x.where, x.bodies, emergency=r.finding.danger)
        acts.setdefault(office, {}).update(dict.fromkeys(d.row.act for d in x.rows))
    first = emergency_numbers(at) if r.finding.danger else frozenset()
    for office, texts in sorted(acts.items(), key=lambda row: row[0].phone.text not in first):
        yield SheetContact(office.name, office.phone, clauses(list(texts)[:ACTS]), office.receipt)


def _leading(given: Iterable[Responsible]) -> list[Responsible]:
    """Return bodies certain to lead; if none handles it for certain, a few whose act names their case."""
    rows = [x for x in given if x.role in LEADING]
    certain = [x for x in rows if x.verdict is Verdict.YES]
    perhaps = [x for x in rows if x.verdict is Verdict.UNKNOWN and x.role is Role.HANDLER]
    handled = any(x.role is Role.HANDLER for x in certain)
    return certain if handled or len(perhaps) > PERHAPS else [*certain, *perhaps]


def _nearness(x: Responsible) -> tuple[bool, bool, bool]:
    person, concerned = x.kind.level is Level.PERSON, x.where is OfficeStatus.CONCERNED
    return person, concerned, x.role is not Role.HANDLER


def overflow(rows: Iterable[SheetContact]) -> Iterator[FoldLine]:
    """Responsible bodies for which there is no room above the fold."""
    return (FoldLine(str(message("sheet.does", who=c.name, act=c.says))) for c in rows)


def safeguards(r: Responsibility) -> Iterator[FoldLine]:
    """Yield the safeguards that apply."""
    return (FoldLine(s.row.text, s.citations) for s in r.finding.safeguards if s.verdict is Verdict.YES)


def offers(at: Referral, r: Responsibility) -> Offers:
    """The services of the matter that concern the child, and those for a role of which nothing is known."""
    code = r.finding.matter.code
    of_matter = [s for s in at.book.services.values() if code in s.matters]
    wanted = frozenset(s.code for s in of_matter if s.benefit and s.matters == (code,))
    ours = tuple(o for o in (at.offer(s.code) for s in of_matter) if concerns(o.eligibility))
    rest = tuple(o for o in ours if o.code not in wanted and unlikely(o.eligibility))
    common = tuple(o for o in ours if o not in rest and for_all(o.eligibility))
    return Offers(tuple(o for o in ours if o not in (*rest, *common)), common, rest, wanted)
