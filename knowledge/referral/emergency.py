"""Numbers to call now, by three answers; an unknown answer counts as unsafe (此刻)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from knowledge.derivation.derived import Facts
from knowledge.referral.cautions import cautions
from knowledge.referral.safety import Derived, door_steps, doors
from knowledge.responsibility.judging import Applied
from knowledge.rows.referral import Call, Caution, Door, DoorStep
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import Verdict


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
    known = {"life_danger": safe is not True, "injury": hurt is not False, "unattended": cared is not True}
    facts = Facts(book, known, on)
    held = [d for d in doors(facts) if d.verdict is Verdict.YES]
    danger = any(known.values())
    rows = [c for d in held for c in d.concept.call] or [c for d in book.doors for c in d.call if c.number]
    opened = tuple(OpenDoor(d, tuple(_certain(door_steps(facts, d.concept)))) for d in held)
    return Emergency(danger, _merged(rows), opened, cautions(facts) if danger else ())


def _merged(rows: Iterable[Call]) -> tuple[EmergencyCall, ...]:
    """Each number or body once, where it comes first, with all its texts."""
    texts: dict[str, list[str]] = {}
    first: dict[str, Call] = {}
    for row in rows:
        key = row.number or row.body
        first.setdefault(key, row)
        texts.setdefault(key, []).append(row.text)
    return tuple(EmergencyCall(row.body, row.number, tuple(dict.fromkeys(texts[key]))) for key, row in first.items())


def _certain(steps: Iterable[Applied[DoorStep]]) -> Iterable[Applied[DoorStep]]:
    return (s for s in steps if s.verdict is Verdict.YES)
