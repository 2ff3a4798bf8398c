"""A case in an answer: which classes were read or withheld, and the heading of its full print (个案)."""

from datetime import date as Date
from datetime import datetime as DateTime

import strawberry

from api.common import Info, NamedCode, Node, global_id
from api.enums import labelled
from api.network.types import Area
from api.notices import notice
from graph_model.persons import cases, persons
from knowledge.messages.message import message
from knowledge.situation.names import CONCEPTS
from knowledge.vocabulary import FieldClass


@strawberry.type
class CaseSummary(Node):
    """A case without identity (F1)."""

    code: str
    case_kind: str
    opened: Date
    case_status: str
    pseudonym: str
    difficulties: list[NamedCode]
    notice: str | None
    _area: strawberry.Private[str]

    @strawberry.field
    def area(self, info: Info) -> Area | None:
        """The area in which the child lives."""
        return Area.live(info, self._area)

    @classmethod
    def of(cls, r: cases.CaseRow) -> "CaseSummary":
        """From the graph."""
        return cls(
            id=global_id("CaseSummary", r.id),
            code=r.id,
            case_kind=r.kind,
            opened=r.opened,
            case_status=r.status,
            pseudonym=r.pseudonym,
            difficulties=[NamedCode(code=d, name=CONCEPTS.get(d, d)) for d in r.difficulties],
            notice=notice(r.provenance),
            _area=r.area,
        )


@strawberry.type
@labelled
class CaseUsed:
    """The field classes of a case that were read, and those withheld, whose facts stay unknown."""

    code: str
    pseudonym: str
    read: list[FieldClass]
    withheld: list[FieldClass]
    on_team: bool

    @classmethod
    def of(cls, o: persons.Opened) -> "CaseUsed":
        """From the dossier."""
        d = o.dossier
        return cls(
            code=d.id,
            pseudonym=d.pseudonym,
            read=list(o.read),
            withheld=list(o.withheld),
            on_team=d.on_team,
        )


def heading(o: persons.Opened, who: str, purpose: str, at: DateTime) -> str:
    """The heading of the full print: who printed it, when and why; case, pseudonym and date of birth."""
    s = o.situation
    first = message("print.by", who=who, at=at, purpose=purpose)
    second = message(
        "print.of", case=o.dossier.id, child=o.dossier.pseudonym, born=s.birth_date or message("print.unread")
    )
    return f"{first}\n{second}"


def may_print(o: persons.Opened) -> bool:
    """True if the actor has read the identity, which the full print needs."""
    return FieldClass.F2 in o.read
