"""Whom to turn to: office, number, or why there is none (找谁)."""

from collections.abc import Iterable

from knowledge.rulebook.book import Rulebook
from network.entities import Body
from network.referral.referral import Referral
from network.responsibility.offices import OfficeStatus, offices
from network.sheet.model import Absence, SheetCell, SheetContact, When
from network.sheet.wording import office_day, own_act

ABSENT = {
    OfficeStatus.GAP: Absence.NOT_LOADED,
    OfficeStatus.NOT_LOADED: Absence.NOT_LOADED,
    OfficeStatus.FINER: Absence.UNKNOWN,
}
"""Why no office is named; for a unit of the case itself nothing is missing."""


def contact(r: Referral, kind: str, number: str | None = None, says: str = "") -> SheetContact:
    """The office of a kind at the place of the referral; the kind where no office is known."""
    status, bodies = offices(r.network, r.book.kinds[kind], r.place, r.on)
    return placed(r, kind, status, bodies, number, says)


def placed(
    r: Referral, kind: str, status: OfficeStatus, bodies: Iterable[Body], number: str | None = None, says: str = ""
) -> SheetContact:
    """As `contact`, for offices already placed."""
    row, found = r.book.kinds[kind], tuple(bodies)
    number = number or (hotline(r.book, kind) if status is not OfficeStatus.CONCERNED else None)
    receipt = row.receipt or ""
    if number:
        return SheetContact(found[0].name if found else row.name, SheetCell(number), says, receipt)
    if not found:
        return SheetContact(row.name, SheetCell(absent=ABSENT.get(status)), says, receipt)
    reach = found[0].contact
    phone = SheetCell(reach) if reach else SheetCell(absent=Absence.NOT_REGISTERED)
    return SheetContact(found[0].name, phone, says, receipt)


def reachable(r: Referral, who: Iterable[SheetContact]) -> When:
    """When a step with these offices can be done: one without a number is reached in office hours."""
    return office_day(r.moment) if any(c.phone.absent for c in who) else own_act(r.moment)


def hotline(book: Rulebook, kind: str) -> str | None:
    """The hotline that a kind of body answers, if there is one."""
    return next((h.number for h in book.hotlines.values() if h.body == kind), None)
