"""The parts of a matter's sheet: its first steps, and who is responsible (事项的办事单)."""

from collections.abc import Collection, Iterable, Iterator

from knowledge.messages.message import clauses, message
from knowledge.responsibility.judging import Applied
from knowledge.rows.rows import Step
from knowledge.vocabulary import Level, Role, Verdict
from network.referral.referral import Referral
from network.responsibility.offices import OfficeStatus, Responsibility, Responsible
from network.sheet.asker import is_asker
from network.sheet.benefits import Offers
from network.sheet.contacts import emergency_numbers, placed, reachable
from network.sheet.model import FoldLine, SheetCell, SheetContact, SheetStep, When
from network.sheet.relevance import concerns, for_all, unlikely
from network.sheet.steps import in_order

LEADING = {Role.HANDLER, Role.DUTY_BEARER}
ACTS = 2
"""Acts of a body that are shown above the fold."""
PERHAPS = 2
"""Handlers that depend on a fact of which nothing is known, as far as they are shown above the fold."""


def steps(at: Referral, r: Responsibility) -> tuple[SheetStep, ...]:
    """The first steps of the matter, each with whom it names; an adult is led elsewhere."""
    numbers = emergency_numbers(at)
    return in_order((_step(at, r, s) for s in r.finding.steps), lambda s: any(n in s.text for n in numbers))


def _step(at: Referral, r: Responsibility, s: Applied[Step]) -> SheetStep:
    numbers = tuple(h for h in r.finding.matter.hotlines if h in s.row.text)
    lines = tuple(SheetContact(at.book.hotlines[n].name, SheetCell(n)) for n in numbers)
    named = tuple(x for x in r.responsible if _named(x, s.row.text) and not is_asker(at, x.kind.code))
    urgent = r.finding.danger or bool(set(numbers) & emergency_numbers(at))
    bodies = tuple(dict.fromkeys(placed(at, x.kind.code, x.where, x.bodies, emergency=urgent) for x in named))
    reached = {c.phone.text for c in bodies}
    lines = tuple(c for c in lines if c.phone.text not in reached)
    when = When.NOW if urgent else reachable(at, bodies)
    until = str(message("sheet.at_once")) if when is When.NOW else ""
    return SheetStep(r.finding.matter.code, s.row.text, when, (*lines, *bodies), until, citations=s.citations)


def _named(x: Responsible, text: str) -> bool:
    """True if the step names the body; a unit of the case itself is whom everybody there knows."""
    names = (x.kind.name, *x.kind.aliases)
    return x.where is not OfficeStatus.CONCERNED and any(len(n) > 1 and n in text and not n.isdigit() for n in names)


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
