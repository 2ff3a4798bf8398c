"""Asker: its own acts are duties, never a body to turn to (提问的一方)."""

from collections.abc import Iterable

from knowledge.responsibility.judging import Applied
from knowledge.rows.referral import Caution
from knowledge.vocabulary import CautionKind, Level
from network.referral.referral import Referral

ASKER = "reporter"
"""Fact that identifies the asker."""


def asks(a: Applied) -> bool:  # type: ignore[type-arg]  # a row of any kind
    """True if the row is for this kind of reporter."""
    return any(atom.fact == ASKER for atom in a.row.when.atoms)


def tells(cautions: Iterable[Applied[Caution]]) -> tuple[Applied[Caution], ...]:
    """Duties of the asker to inform; those of the family by the general rows, where none is of the asker's kind."""
    rows = [c for c in cautions if c.row.kind is CautionKind.TELL]
    family = any(asks(c) and c.row.family for c in rows)
    return tuple(c for c in rows if asks(c) or (c.row.family and not family))


def is_asker(r: Referral, kind: str) -> bool:
    """True if the kind of body is whoever asks."""
    return kind == r.situation.reporter


def passes_by(r: Referral) -> bool:
    """True for a unit that meets a child but neither cares for children nor serves them, such as a hotel.

    It protects the child and calls; it asks the child nothing and applies for nothing.
    """
    kind = r.book.kinds.get(r.situation.reporter or "")
    return kind is not None and kind.level is Level.UNIT and kind.code not in r.book.bound_reporters
