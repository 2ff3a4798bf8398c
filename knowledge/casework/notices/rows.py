"""Rows of notices: what is loud, how many a person gets a day (通知的行)."""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field as Limit
from pydantic import ValidationError

from knowledge.casework.following import When
from knowledge.casework.load import table
from knowledge.casework.rows import Term
from knowledge.casework.table import Casework
from knowledge.errors import WrongRules
from knowledge.reasons import shape
from knowledge.rows.rows import Row
from knowledge.vocabulary import FieldClass

FILE = Path(__file__).parent / "notices.toml"
MADE_DAILY = "due"
"""Code of the notice on due items, which no row defines."""


class LoudNotice(Term):
    """Notice on an open item that goes at once to whoever is asked or responsible."""

    item: str
    during: Annotated[tuple[str, ...], Limit(alias="while")]
    when: When = Limit(default_factory=dict)
    late: bool = False
    """True if the notice is sent only after the first clock of the item has ended."""
    held_back: bool = True
    """False if the notice is sent however many the person has had."""


class NoticeRows(Row):
    """All rows of notices."""

    source: str
    most_a_day: int
    hour: int
    """Hour of a working day from which people are informed of due items."""
    loud: tuple[LoudNotice, ...]


@cache
def notices() -> NoticeRows:
    """The shipped rows.

    Raises:
        WrongRules: All problems, each with its row.
    """
    try:
        rows = NoticeRows.model_validate(tomllib.loads(FILE.read_text("utf-8")))
    except ValidationError as e:
        raise WrongRules(tuple(f"{FILE.name}: {p['loc']}: {shape(p)}" for p in e.errors())) from None
    if wrong := tuple(wrong_notices(table(), rows)):
        raise WrongRules(tuple(f"{FILE.name}: {code}" for code in wrong))
    return rows


def wrong_notices(casework: Casework, rows: NoticeRows) -> Iterator[str]:
    """Yield the codes of rows that are duplicate, or refer to missing states or to fields that are not F1."""
    codes = [MADE_DAILY, *(r.code for r in rows.loud)]
    yield from (c for c in dict.fromkeys(codes) if codes.count(c) > 1)
    for row in rows.loud:
        kind = casework.kinds.get(row.item)
        going = {s.code for s in kind.state if not s.ended} if kind else set()
        opened = {f.code for f in kind.field if f.field_class is FieldClass.F1} if kind else set()
        if not row.during or not going.issuperset(row.during) or not opened.issuperset(row.when):
            yield row.code
