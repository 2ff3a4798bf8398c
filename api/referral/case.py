"""A case in an answer: what was read, what was withheld, the full print for those with the right (个案)."""

from datetime import date as Date  # noqa: N812  # GraphQL's word for the scalar
from datetime import datetime as DateTime  # noqa: N812

import strawberry

from api.common import Label
from api.notices import notice
from graph_model.persons import persons
from knowledge.vocabulary import FieldClass


@strawberry.type
class CaseRow:
    """F1."""

    code: str
    kind: str
    opened: Date
    status: str
    area: str
    pseudonym: str
    difficulties: list[str]
    notice: str | None

    @classmethod
    def of(cls, r: persons.CaseRow) -> "CaseRow":
        """From the graph."""
        return cls(
            code=r.id, kind=r.kind, opened=r.opened, status=r.status, area=r.area, pseudonym=r.pseudonym,
            difficulties=list(r.difficulties), notice=notice(r.provenance),
        )  # fmt: skip


@strawberry.type
class CaseUsed:
    """What was read of it, and what was withheld and so stays unknown."""

    code: str
    pseudonym: str
    read: list[Label]
    withheld: list[Label]
    on_team: bool

    @classmethod
    def of(cls, o: persons.Opened) -> "CaseUsed":
        """From the dossier."""
        d = o.dossier
        return cls(
            code=d.id, pseudonym=d.pseudonym, read=[Label.of(c) for c in o.read],
            withheld=[Label.of(c) for c in o.withheld], on_team=d.on_team,
        )  # fmt: skip


def heading(o: persons.Opened, who: str, purpose: str, at: DateTime) -> str:
    """The head of the full print: who printed it, when, for what; what it says of the child."""
    s = o.situation
    born = f"{s.birth_date:%Y-%m-%d}" if s.birth_date else "未读取"
    return (
        f"【内部资料，不得转发】打印人：{who}　时间：{at:%Y-%m-%d %H:%M}　用途：{purpose}\n"
        f"个案：{o.dossier.id}　孩子：{o.dossier.pseudonym}　出生日期：{born}"
    )


def may_print(o: persons.Opened) -> bool:
    """Whether the identity was open to the actor, so that a full print can be."""
    return FieldClass.F2 in o.read
