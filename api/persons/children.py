"""The children in difficulty of an area whom the actor may read or count (困境未成年人)."""

from dataclasses import dataclass
from datetime import date as Date
from datetime import datetime as DateTime
from functools import cached_property

from api.request.context import Context
from graph_model.persons import persons
from knowledge.access.policy import Action
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.derivation.derived import Facts
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import Situation
from knowledge.vocabulary import FieldClass

CLASSES = (FieldClass.F1, FieldClass.F2, FieldClass.F4)


@dataclass(frozen=True)
class Child:
    """A child with a dossier."""

    key: str
    area: str
    situation: Situation
    """The facts that the actor may read, or may only count."""
    book: Rulebook
    on: Date
    partly: bool = False
    """Whether some facts exist that the actor may not read."""

    @cached_property
    def facts(self) -> Facts:
        """The derived facts on the day, computed once per child."""
        return Facts.of(self.book, self.situation, self.on)


def sees_rows(c: Context) -> bool:
    """True if the actor may read single children, False if only counts.

    Raises:
        Forbidden: The role may do neither.
    """
    if c.may(Action.READ_CASES):
        return True
    if c.may(Action.COUNT_CASES):
        return False
    raise c.refusal(Action.READ_CASES)


async def children(c: Context, area: str, on: Date, *, rows: bool, what: str, why: str) -> list[Child]:
    """The children of an area, each once even with several cases; the read is audited before the data is used."""
    if c.vault is None or c.audit is None:
        return []
    dossiers = await persons.all_dossiers(c.graph, c.actor, area, on)
    c.audit.record(c.actor, what, area, why, CLASSES, DateTime.now(SHANGHAI))
    once = {d.minor: d for d in dossiers}.values()
    vault = c.vault

    def known(d: persons.Dossier) -> Child:
        if not rows:
            return Child(d.minor, d.area, persons.counted(vault, c.actor, d), c.book.within(d.area), on)
        read = persons.opened(vault, c.actor, d)
        return Child(d.minor, d.area, read.situation, c.book.within(d.area), on, partly=bool(read.withheld))

    return [known(d) for d in once]
