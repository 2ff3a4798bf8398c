"""Deadlines, days and places in the words of a sheet (办事单的措辞)."""

from collections.abc import Mapping
from datetime import date, datetime, time

from knowledge.calendar.deadlines import SHANGHAI
from knowledge.calendar.hours import SATURDAY, kind
from knowledge.messages.message import message
from knowledge.rows.rows import BodyKind, Deadline
from knowledge.vocabulary import AreaLevel, Unit
from network.places import Place
from network.sheet.model import When

CLOSING = time(17)
"""From then on an office whose hours are not registered counts as closed for the day; configured."""
AGE_BANDS = ((0, 3), (3, 6), (0, 14), (14, 16), (16, 18))


def deadline(kinds: Mapping[str, BodyKind], d: Deadline, *, named: bool = True) -> str:
    """A deadline in one phrase: 法律援助机构7天内审查并决定（法定，自收到申请起）."""
    who = kinds[d.who].name if named else ""
    basis, event = d.kind.label, d.event
    if d.unit is Unit.IMMEDIATE:
        return str(message("sheet.immediately", who=who, act=d.act, kind=basis, event=event))
    if d.unit is Unit.PROMPT:
        return str(message("sheet.promptly", who=who, act=d.act, kind=basis))
    if d.value is None:
        return str(message("sheet.no_number", who=who, act=d.act, unit=d.unit.label, kind=basis))
    return str(message("sheet.within", who=who, time=amount(d.value, d.unit), act=d.act, kind=basis, event=event))


def amount(value: int | str, unit: Unit) -> str:
    """72 hours, 15 working days; 15+15 of two bodies, one after the other."""
    codes = {
        Unit.HOUR: "sheet.hours",
        Unit.DAY: "sheet.days",
        Unit.WORKDAY: "sheet.workdays",
        Unit.WEEK: "sheet.weeks",
        Unit.MONTH: "sheet.months",
    }
    code = codes.get(unit)
    return str(message(code, count=value)) if code else str(message("sheet.amount", count=value, unit=unit.label))


def working(day: date) -> bool:
    """True for a working day; by the weekday alone in years without a calendar."""
    row = kind(day)
    return row.regime != "PH" and row.weekday < SATURDAY


def office_day(moment: datetime) -> When:
    """Return when an office without registered hours is available."""
    local = moment.astimezone(SHANGHAI)
    return When.TODAY if working(local.date()) and local.time() < CLOSING else When.WEEK


def own_act(moment: datetime) -> When:
    """Return when something that needs no office is due."""
    return When.TODAY if moment.astimezone(SHANGHAI).time() < CLOSING else When.TONIGHT


def age_band(age: int | None) -> str:
    """The age as a band, so that the child is not known by it."""
    if age is None:
        return str(message("sheet.age_unknown"))
    low, under = next(((low, under) for low, under in AGE_BANDS if age < under), (0, 0))
    if not under:
        return str(message("sheet.age_adult"))
    return str(message("sheet.age_between", low=low, high=under - 1) if low else message("sheet.age_under", age=under))


def street(place: Place) -> str:
    """The street; the area itself where it is wider than a street."""
    name = next((a.name for a in place.path if a.level is AreaLevel.STREET), None)
    return name or (place.path[0].name if place.path else place.code)
