"""Numbers to call now, by three answers; an unknown answer counts as unsafe (此刻)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.derivation.derived import Facts
from knowledge.messages.message import message
from knowledge.referral.cautions import cautions
from knowledge.referral.safety import Derived, door_steps, doors
from knowledge.responsibility.judging import Applied
from knowledge.rows.referral import Call, Caution, Door, DoorStep
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import Verdict

QUOTED = "“"
"""Begins words that a text puts into the caller's mouth."""


@dataclass(frozen=True, slots=True)
class EmergencyCall:
    """Body to call, with all texts for the call."""

    body: str
    number: str | None
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenDoor:
    """An open door with the steps that apply."""

    door: Derived[Door]
    steps: tuple[Applied[DoorStep], ...]


@dataclass(frozen=True, slots=True)
class Emergency:
    """Immediate actions: calls in their order, then the steps of each open door."""

    danger: bool
    """False if all three answers are known and good: the calls are then for a change."""
    calls: tuple[EmergencyCall, ...]
    doors: tuple[OpenDoor, ...]
    cautions: tuple[Applied[Caution], ...]


def emergency(book: Rulebook, on: date, *, safe: bool | None, hurt: bool | None, cared: bool | None) -> Emergency:
    """Decide from the rules alone, without a place: is the child safe, is it hurt, does somebody care for it.

    None means that nobody knows; it is treated as the answer that is dangerous for the child.
    """
    known = {fact: dangerous for fact, dangerous, _ in _answers(safe, hurt, cared)}
    facts = Facts(book, known, on)
    held = [d for d in doors(facts) if d.verdict is Verdict.YES]
    danger = any(known.values())
    answered = {k: v for k, v, answer in _answers(safe, hurt, cared) if answer is not None}
    sure = {d.concept.code for d in doors(Facts(book, answered, on)) if d.verdict is Verdict.YES}
    rows = [(c, d.concept.code in sure) for d in held for c in d.concept.call]
    rows = rows or [(c, False) for d in book.doors for c in d.call if c.number]
    opened = tuple(OpenDoor(d, tuple(_certain(door_steps(facts, d.concept)))) for d in held)
    return Emergency(danger, _merged(rows), opened, cautions(facts) if danger else ())


def _answers(*given: bool | None) -> tuple[tuple[str, bool, bool | None], ...]:
    """Each fact, whether it is taken to be so, and the answer: to whether the child is safe, hurt, cared for."""
    safe, hurt, cared = given
    return (
        ("life_danger", safe is not True, safe),
        ("injury", hurt is not False, hurt),
        ("unattended", cared is not True, cared),
    )


def _merged(rows: Iterable[tuple[Call, bool]]) -> tuple[EmergencyCall, ...]:
    """Each number or body once, where it comes first, with all its texts."""
    joined: dict[str, list[tuple[Call, bool]]] = {}
    for row, sure in rows:
        joined.setdefault(row.number or row.body, []).append((row, sure))
    return tuple(EmergencyCall(same[0][0].body, same[0][0].number, _texts(same)) for same in joined.values())


def _texts(rows: Sequence[tuple[Call, bool]]) -> tuple[str, ...]:
    """The texts of one number: those of doors that an answer opened come first.

    Where no answer did, words that the caller would state as a fact follow the advice to state only what is known.
    """
    sure, unsure = ([row.text for row, known in rows if known is wanted] for wanted in (True, False))
    claimed = not sure and any(QUOTED in text for text in unsure)
    first = (str(message("sheet.say_known")),) if claimed else ()
    return tuple(dict.fromkeys((*first, *sure, *unsure)))


def _certain(steps: Iterable[Applied[DoorStep]]) -> Iterable[Applied[DoorStep]]:
    return (s for s in steps if s.verdict is Verdict.YES)
