"""Days on which time alone may change an eligibility: birthdays, full months, changes of law (时间到了)."""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date

from knowledge.rows.referral import Service, Way
from knowledge.rulebook.book import Rulebook
from knowledge.situation.conditions import Condition
from knowledge.situation.situation import DURATIONS, Situation, full_months
from knowledge.texts.provisions import OPEN_END


def conditions(book: Rulebook, rows: Iterable[Way]) -> Iterator[Condition]:
    """The conditions of ways and of all concepts that they depend on."""
    seen: set[str] = set()
    pending = list(rows)
    while pending:
        when = pending.pop().when
        yield when
        for atom in when.atoms:
            if atom.fact in book.concepts and atom.fact not in seen:
                seen.add(atom.fact)
                pending += book.concepts[atom.fact].way


def edges(book: Rulebook, service: Service, fact: str) -> list[int]:
    """The bounds of the conditions on a fact that is a number of years or months."""
    all_conditions = conditions(book, (w for bounds in service.requirement for w in bounds.way))
    ranges = [sorted(a.values) for c in all_conditions for a in c.atoms if a.fact == fact]
    return sorted({edge for bounds in ranges for edge in (bounds[0], bounds[-1] + 1)} - {0, 131, 10_000})


def turns(book: Rulebook, service: Service, situation: Situation, after: date) -> list[date]:
    """Days after `after` on which time alone may change the answer: birthdays, full months, changes of law.

    Where only an age is known, no birthday: the age of a later day is one of two, see `later`.
    """
    rows = [w for r in service.requirement for w in r.way]
    days = {d for w in rows for p in book.periods(w) for d in p if d != OPEN_END}
    days |= {d for r in service.requirement for d in (r.since, r.until) if d}
    if situation.birth_date is not None:
        days |= {_birthday(situation.birth_date, n) for n in edges(book, service, "age")}
    for fact, since in DURATIONS.items():
        begun: date | None = getattr(situation, since)
        if begun is not None:
            days |= {_months_later(begun, n) for n in edges(book, service, fact)}
    return sorted(d for d in days if d > after)


def later(situation: Situation, now: date, day: date) -> tuple[Situation, ...]:
    """Return the situations possible on a later day: where only an age is known, one per possible age."""
    if situation.birth_date is not None or situation.age is None:
        return (situation,)
    years = full_months(now, day) // 12
    return tuple(situation.model_copy(update={"age": situation.age + n}) for n in (years, years + 1))


def _months_later(begun: date, months: int) -> date:
    """The first day on which `full_months` reaches the number; the last day of a month without that day."""
    year, month = divmod(begun.year * 12 + begun.month - 1 + months, 12)
    return date(year, month + 1, min(begun.day, monthrange(year, month + 1)[1]))


def _birthday(born: date, years: int) -> date:
    """The birthday; 1 March of a common year for a person born on 29 February."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)
