"""Preconditions for erasing a child's record: who decides, and what prevents it; pure (删除)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.access.accounts import Account
from knowledge.access.assignment import REASON_LENGTH
from knowledge.access.policy import Action, allowed, who_may
from knowledge.errors import BadInput, NotErasable


@dataclass(frozen=True, slots=True)
class Erasing:
    """A decision to erase: by whom, and why."""

    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class OpenWork:
    """An item about the child that has not ended."""

    id: str
    kind: str


def check_erasing(erasing: Erasing, by: Account | None, home: frozenset[str], on: date) -> None:
    """Check the decision about a child that lives in `home`: the area and those above it.

    Raises:
        BadInput: No reason, or the account may not decide it there.
    """
    if not 0 < len(erasing.reason.strip()) <= REASON_LENGTH:
        raise BadInput("--reason", "approval.reason", most=REASON_LENGTH)
    if by is None or not by.active(on) or not allowed(by.roles, Action.ERASE_RECORDS):
        who = tuple(role.label for role in who_may(Action.ERASE_RECORDS))
        raise BadInput("--by", "erasure.who", roles=who)
    if home.isdisjoint(by.areas):
        raise BadInput("--by", "approval.not_there")


def check_free(work: Sequence[OpenWork], freezing: Iterable[str], joined: Sequence[str]) -> None:
    """Check that nothing is open about the child: an open incident freezes its record, open work needs it.

    Records that were joined to it are of the same child, and erased first.

    Raises:
        NotErasable: It names the items.
    """
    frozen = [w.id for w in work if w.kind in set(freezing)]
    if frozen:
        raise NotErasable("child", "", "erasure.frozen", tuple(frozen))
    if joined:
        raise NotErasable("child", "", "erasure.joined", tuple(joined))
    if work:
        raise NotErasable("child", "", "erasure.work_open", tuple(w.id for w in work))
