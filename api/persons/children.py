"""The children in difficulty of an area whom the actor may read (困境未成年人)."""

from collections.abc import Iterable
from contextlib import aclosing
from dataclasses import dataclass
from datetime import date as Date
from functools import cached_property

from api.request.context import Context, today
from graph_model.breath import by_turns
from graph_model.jobs.jobs import Course, Stage
from graph_model.persons import pages, persons
from knowledge.access.policy import Action, readable
from knowledge.derivation.derived import Facts, SameFacts
from knowledge.messages.message import Message
from knowledge.obligations.attributes import KnownAttributes, known_attributes
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
    """True if there are classes of facts that the actor may not read, on file or not."""

    @cached_property
    def facts(self) -> Facts:
        """The derived facts on the day."""
        return self.same.of(self.book, self.situation)

    @cached_property
    def attributes(self) -> KnownAttributes:
        """Return the attributes that duties ask for."""
        return known_attributes(self.facts, self.situation)


@dataclass(frozen=True, slots=True)
class SameChildren:
    """Children of whom the same is known: one of them, and the keys of all, as names too."""

    one: Child
    named: list[tuple[str, str]]


def alike(kids: Iterable[Child]) -> tuple[SameChildren, ...]:
    """The children by what is known of them: a city has thousands, and much fewer ways in which they differ."""
    groups: dict[tuple[int, KnownAttributes], SameChildren] = {}
    for k in kids:
        same = id(k.facts), k.attributes  # of one day and one rulebook, which the facts belong to
        if same not in groups:
            groups[same] = SameChildren(k, [])
        groups[same].named.append((k.key, k.key))
    return tuple(groups.values())


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


async def children(c: Context, area: str, on: Date, *, why: Message, course: Course | None = None) -> list[Child]:
    """The children of an area, each once even with several cases; the read is audited before the data is used.

    Only for who may read them: counts for others are in the published table.

    Raises:
        Stopped: Somebody has stopped the course, to which the progress is reported.
    """
    if c.vault is None or c.audit is None:
        return []
    book, same, known = c.book, SameFacts(on), dict[str, frozenset[FieldClass]]()
    once: dict[str, Child] = {}
    async with aclosing(pages.by_page(c.graph, c.actor, area, today())) as every:
        async for page in every:
            new = [d for d in page if _tells_more(c, known, d)]
            ring = c.vault.ring({d.minor for d in new})
            opened = [persons.opened_among(ring, c.actor, d) async for d in by_turns(new)]
            c.trail.opened((d.minor for d in new), {f for o in opened for f in (FieldClass.F1, *o.read)}, why)
            for d, o in zip(new, opened, strict=True):
                once[d.minor] = Child(d.minor, d.area, o.situation, book.within(d.area), same, partly=bool(o.withheld))
            if course is not None:
                course.reached(Stage.READING, len(once))
    return list(once.values())


def _tells_more(c: Context, known: dict[str, frozenset[FieldClass]], d: persons.Dossier) -> bool:
    """True for the first case of a child, and for another by which more may be read: a child is opened once."""
    classes, before = readable(c.actor.roles, d.relations), known.get(d.minor)
    if before is not None and classes <= before:
        return False
    known[d.minor] = classes
    return True
