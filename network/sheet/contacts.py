"""Contacts: office, number, or why there is none (找谁)."""

from collections.abc import Iterable
from dataclasses import replace

from knowledge.messages.message import message
from network.entities import Body
from network.referral.referral import Referral
from network.responsibility.offices import OfficeStatus
from network.sheet.model import Absence, SheetCell, SheetContact, When
from network.sheet.wording import office_day, own_act

ABSENT = {
    OfficeStatus.GAP: Absence.NOT_LOADED,
    OfficeStatus.NOT_LOADED: Absence.NOT_LOADED,
    OfficeStatus.FINER: Absence.UNKNOWN,
}
"""Reason why no office is named; for a unit of the case itself nothing is missing."""


def contact(r: Referral, kind: str, number: str | None = None, says: str = "") -> SheetContact:
    """Return the office of a kind at the place of the referral; the kind where no office is known.

    A hotline that another body answers is never shown as this office's number: it is named, and only where the
    office has no number of its own.
    """
    status, bodies = r.offices(kind, r.place)
    office = placed(r, kind, status, bodies, emergency=True)
    line = r.book.hotlines.get(number) if number else None
    if number is None or (line and line.body != kind and office.phone.text):
        return replace(office, says=says)
    whose = str(message("sheet.number_of", name=line.name, number=number)) if line and line.body != kind else number
    return replace(office, phone=SheetCell(whose), says=says)


def placed(r: Referral, kind: str, status: OfficeStatus, bodies: Iterable[Body], *, emergency: bool) -> SheetContact:
    """As `contact`, for offices already placed; in an emergency its number is the one that is always answered."""
    row, offices, says = r.book.kinds[kind], tuple(bodies), ""
    number = hotline(r, kind, emergency=emergency) if status is not OfficeStatus.CONCERNED else None
    receipt = "" if r.by_child else row.receipt or ""  # a number to note down is asked for by who works on it
    if number:
        return SheetContact(offices[0].name if offices else row.name, SheetCell(number), says, receipt)
    if not offices:
        return SheetContact(row.name, SheetCell(absent=ABSENT.get(status)), says, receipt)
    reach = offices[0].contact
    phone = SheetCell(reach) if reach else SheetCell(absent=Absence.NOT_REGISTERED)
    return SheetContact(offices[0].name, phone, says, receipt)


def reachable(r: Referral, who: Iterable[SheetContact]) -> When:
    """Return when a step with these offices can be done: one without a number is available in office hours."""
    return office_day(r.moment) if any(c.phone.absent for c in who) else own_act(r.moment)


def hotline(r: Referral, kind: str, *, emergency: bool) -> str | None:
    """The hotline that a kind of body answers; a number for emergencies only in one."""
    numbers = (h.number for h in r.book.hotlines.values() if h.body == kind)
    return next((n for n in numbers if emergency or n not in emergency_numbers(r)), None)


def emergency_numbers(r: Referral) -> frozenset[str]:
    """The numbers to call at a door."""
    return frozenset(c.number for d in r.book.doors for c in d.call if c.number)
