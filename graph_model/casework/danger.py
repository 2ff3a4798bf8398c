"""Children in danger of an area, by the signs of open items (处境危险的孩子)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from graph_model.casework.work import EARLIEST, LATEST, WorkRow
from graph_model.graph import Tx
from graph_model.rows import statements
from knowledge.casework.following import AtLeast
from knowledge.casework.settings import DangerSign

IN_DANGER, COUNT_IN_DANGER = statements(__file__, "in_danger", "count_in_danger")


@dataclass(frozen=True, slots=True)
class InDanger(WorkRow):
    """Item with the gravest sign of a child."""

    rank: int
    """Position of its row among the signs."""
    reasons: tuple[str, ...]
    """Codes of all signs that match, the gravest first."""

    @property
    def key(self) -> str:
        """Return the position in the list."""
        return f"{self.rank}|{self.next.isoformat()}|{self.id}"


Place = tuple[int, datetime, str]
FIRST_PLACE: Place = (-1, EARLIEST, "")
"""Before every row of the list."""


def placed(key: str) -> Place:
    """The place that a key names.

    Raises:
        ValueError: It names none.
    """
    rank, moment, code = key.split("|")
    return int(rank), datetime.fromisoformat(moment), code


async def in_danger(
    tx: Tx, dangers: tuple[DangerSign, ...], now: datetime, area: str | None, first: int, after: Place
) -> list[InDanger]:
    """The children in danger in the actor's areas, or in one area of them."""
    rank, moment, code = after
    place: dict[str, Any] = {"rank": rank, "next": moment, "after": code}
    return await tx.rows(IN_DANGER, InDanger, first=first, **place, **_asked(dangers, now, area))


@dataclass(frozen=True, slots=True)
class _Children:
    count: int


async def count_in_danger(tx: Tx, dangers: tuple[DangerSign, ...], now: datetime, area: str | None) -> int:
    """Return the total number of children."""
    row = await tx.row(COUNT_IN_DANGER, _Children, **_asked(dangers, now, area))
    return row.count if row else 0


def _asked(dangers: tuple[DangerSign, ...], now: datetime, area: str | None) -> dict[str, Any]:
    rows = [
        {
            "rank": rank,
            "code": d.code,
            "item": d.item,
            "states": list(d.during),
            "late": d.late,
            "fields": [_field(code, wanted) for code, wanted in d.when.items()],
        }
        for rank, d in enumerate(dangers)
    ]
    return {"from": EARLIEST, "until": LATEST, "now": now, "area": area, "dangers": rows}


def _field(code: str, wanted: Any) -> dict[str, list[str]]:
    """A condition on an open field as pieces of the JSON of an item: one of some, and none of never."""
    if isinstance(wanted, AtLeast):
        below = [piece for value in (None, *range(wanted.least)) for piece in _pieces(code, value)]
        return {"some": [f"{json.dumps(code)}: "], "never": below}
    values = wanted if isinstance(wanted, tuple) else (wanted,)
    return {"some": [piece for value in values for piece in _pieces(code, value)], "never": []}


def _pieces(code: str, value: Any) -> Iterator[str]:
    """Yield a field with its value as in the JSON; quotes inside texts are escaped, so no text contains it."""
    pair = f"{json.dumps(code)}: {json.dumps(value, ensure_ascii=False)}"
    yield from (f"{pair},", f"{pair}}}")
