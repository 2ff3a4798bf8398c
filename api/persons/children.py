"""The children in difficulty of an area whom the actor may read (困境未成年人)."""

from dataclasses import dataclass
from datetime import date as Date
from functools import cached_property

from api.request.context import Context, today
from graph_model.breath import by_turns
from graph_model.persons import persons
from knowledge.access.policy import Action
from knowledge.derivation.derived import Facts, SameFacts
from knowledge.messages.message import Message
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import Situation
from knowledge.vocabulary import FieldClass


@dataclass(frozen=True)
class Child:
    """A child with a dossier."""

    key: str
    area: str
    situation: Situation
    """The facts that the actor may read."""
    book: Rulebook
    same: SameFacts
    """The facts of the day; children of whom the same is known share theirs."""
    partly: bool = False
    """Whether there are classes of facts that the actor may not read, on file or not."""

    @cached_property
    def facts(self) -> Facts:
        """The derived facts on the day."""
        return self.same.of(self.book, self.situation)


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


async def children(c: Context, area: str, on: Date, *, why: Message) -> list[Child]:
    """The children of an area, each once even with several cases; the read is audited before the data is used.

    Only for who may read them: counts for others are in the published table.
    """
    if c.vault is None or c.audit is None:
        return []
    dossiers = await persons.all_dossiers(c.graph, c.actor, area, today())
    once = {d.minor: d for d in dossiers}.values()
    book, same = c.book, SameFacts(on)
    read = [persons.opened_among(c.vault, c.actor, d) async for d in by_turns(once)]
    c.trail.opened((d.minor for d in once), {f for o in read for f in (FieldClass.F1, *o.read)}, why)
    return [
        Child(d.minor, d.area, o.situation, book.within(d.area), same, partly=bool(o.withheld))
        for d, o in zip(once, read, strict=True)
    ]
