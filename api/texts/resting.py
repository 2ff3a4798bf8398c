"""Duties of bodies and services that are based on a clause (依据这一条的)."""

from collections.abc import Iterable, Iterator
from datetime import date as Date

import strawberry

from api.common import BodyKind, NamedCode
from api.enums import labelled
from api.responsibility.types import Duty, MatterRef
from knowledge.responsibility.judging import Applied, judge
from knowledge.rows import rows as rules
from knowledge.rows.referral import Service
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import Situation
from knowledge.vocabulary import Role

Judged = tuple[rules.Matter, Applied[rules.Duty]]


@strawberry.type
@labelled
class MatterDuty:
    """A matter and the duty of a body in it."""

    matter: MatterRef
    role: Role
    kind: BodyKind
    duty: Duty

    @classmethod
    def of(cls, book: Rulebook, pair: Judged) -> "MatterDuty":
        """From a matter and a judged duty."""
        matter, applied = pair
        return cls(
            matter=MatterRef.of(matter),
            role=applied.row.role,
            kind=BodyKind.of(book.kinds[applied.row.body]),
            duty=Duty.of(applied),
        )


def duties_on(book: Rulebook, clause: str, on: Date) -> Iterator[Judged]:
    """The duties in force on a day that cite a clause, in the order of the matters."""
    facts = Situation().facts(on)
    for matter in sorted(book.matters.values(), key=lambda m: m.code):
        rows = [d for d in matter.duty if _cites(d, clause)]
        yield from ((matter, applied) for applied in judge(book, rows, facts, on))


def services_on(book: Rulebook, clause: str) -> list[NamedCode]:
    """The services one of whose rows cites a clause."""
    return [NamedCode(code=s.code, name=s.name) for s in book.services.values() if _rests(s, clause)]


def _rests(service: Service, clause: str) -> bool:
    ways = (way for r in service.requirement for way in r.way)
    parts: Iterable[rules.Conditional] = (
        *ways,
        *service.apply,
        *service.applicant,
        *service.material,
        *service.link,
        *service.deadline,
    )
    return clause in service.plan or any(_cites(row, clause) for row in parts)


def _cites(row: rules.Conditional, clause: str) -> bool:
    return any(c.clause == clause for c in row.cite)
