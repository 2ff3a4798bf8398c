"""A piece of evidence in a request: filed, or judged together with what is on file (台账的输入)."""

from collections.abc import Collection, Iterable
from datetime import date as Date

import strawberry

from knowledge.access.clear import is_code
from knowledge.errors import BadInput
from knowledge.messages.message import message
from knowledge.obligations.standing import Record, Result
from knowledge.rows.obligations import Evidence
from knowledge.rows.obligations import Obligation as Row
from knowledge.rulebook.book import Rulebook

LONGEST = 40
EXPLAINED = frozenset({Result.ADVERSE, Result.EXEMPT})
"""The results that have a reason."""
FORMULA = ("=", "+", "-", "@")
"""With what a cell begins that a spreadsheet would run."""


@strawberry.input
class RecordInput:
    """A record with a key of the client's own; filing it again changes nothing."""

    key: str = strawberry.field(name="code")
    obligation: str
    object: str
    occurred_on: Date
    kind: Evidence
    component: str | None = None
    result: Result = Result.OK
    reason: str | None = strawberry.field(default=None)
    demand_done: bool = False

    def read(self, book: Rulebook, on: Date) -> Record:
        """The record, on file from the day on.

        Raises:
            BadInput: A field is not valid.
        """
        o = book.obligations.get(self.obligation)
        if o is None:
            raise BadInput("obligation", "record.no_obligation")
        checks = (
            ("code", 0 < len(self.key) <= LONGEST, message("input.length", least=1, most=LONGEST)),
            ("component", self.component in {None, *(c.code for c in o.components)}, message("record.component")),
            ("occurredOn", self.occurred_on <= on, message("record.after_day", on=on)),
            ("reason", len(self.reason or "") <= LONGEST, message("input.too_long", most=LONGEST)),
            ("reason", not self.reason or self.result in EXPLAINED, message("cell.reason_not_allowed", most=LONGEST)),
        )
        for name, good, why in checks:
            if not good:
                raise BadInput(name, why.code, **why.params)
        return Record(
            self.key,
            o.code,
            self.component,
            self.object,
            self.occurred_on,
            on,
            self.kind.value,
            self.result,
            self.reason,
            self.demand_done,
        )


def supposed(book: Rulebook, given: Iterable[RecordInput], o: Row, on: Date) -> tuple[Record, ...]:
    """Return the records that a question supposes to be on file on its day; each is of the obligation in question.

    Raises:
        BadInput: A field is not valid; a record that the day or the obligation would leave unused is refused.
    """
    records = tuple(r.read(book, on) for r in given)
    if any(r.obligation != o.code for r in records):
        raise BadInput("given.obligation", "record.other_obligation", code=o.code)
    return records


def require_codes(r: Record, *, of_child: bool) -> None:
    """Refuse words that would be stored unencrypted: no prose about a child, nothing that cannot be printed.

    Raises:
        BadInput: The code or reason is not of such letters.
    """
    for name, text in (("code", r.key), ("reason", r.reason)):
        if text and of_child and not is_code(text):
            raise BadInput(name, "record.only_codes")
        if text and (not text.isprintable() or text.startswith(FORMULA)):
            raise BadInput(name, "record.not_printable")


def require_objects(records: Iterable[Record], keys: Collection[str]) -> None:
    """Refuse a supposed record that is about none of the objects judged.

    Raises:
        BadInput: No such object.
    """
    for r in records:
        if r.object not in keys:
            raise BadInput("given.object", "record.no_object", key=r.object)
