"""Problems of a directory of others: file or table, record, field, and remedy (核对名录)."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from knowledge.exchange.tables import PREFIX, HsdsTable, extras, tables
from knowledge.messages.message import Message, message
from network.exchange.rows import Row, Tables, Value, is_uuid

CITIZEN = re.compile(
    r"(?<![0-9A-Za-z])\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![0-9A-Za-z])"
)
"""A citizen's number in a text."""
LONGEST = 20_000
"""Most characters of a field (configured value)."""
EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")


@dataclass(frozen=True, slots=True)
class RawRow:
    """Row as read, with its position."""

    place: str
    """File, and line or number of the row."""
    cells: Mapping[str, Any] = field(repr=False)
    tabular: bool = False
    """True for a row of a table, where nesting expresses nothing."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Problem of a row; grave: nothing of the directory is imported until it is mended."""

    place: str
    field: str | None
    reason: Message
    grave: bool = True


RawTables = Mapping[str, Sequence[RawRow]]


class DirectoryCheck:
    """Check of all tables at once: types first, then references between rows."""

    def __init__(self, tables: RawTables) -> None:
        self.raw = tables
        self.problems: list[RowProblem] = []
        self.places: dict[tuple[str, str], str] = {}
        """Position at which each row was first read."""
        self.rows: dict[str, dict[str, Row]] = {}

    def tables(self) -> Tables:
        """The rows that can be used; `problems` are then complete."""
        for name, rows in self.raw.items():
            form, kept = tables()[name], self.rows.setdefault(name, {})
            for read in rows:
                row = self._row(form, read)
                key = str(row.get("id", ""))
                if key:
                    kept[key] = self._same(name, key, kept.get(key), row, read)
        for name, table in self.rows.items():
            self._check_references(tables()[name], table)
        return self.rows

    def _row(self, form: HsdsTable, read: RawRow) -> Row:
        row: dict[str, Value] = {}
        for name, raw in read.cells.items():
            if raw is None or raw == "":
                continue
            try:
                row[name] = value(form, name, raw)
            except UnfitValue as e:
                self._note(read.place, name, e.message)
        for name in (*form.required, *(form.in_table if read.tabular else ())):
            if read.cells.get(name) in (None, ""):
                self._note(read.place, name, message("exchange_problem.missing"))
        return row

    def _same(self, table: str, key: str, earlier: Row | None, row: Row, read: RawRow) -> Row:
        """Return the row merged with an earlier one of the same id; repeated nested rows must not contradict."""
        if earlier is None:
            self.places[table, key] = read.place
            return row
        for name in row.keys() & earlier.keys():
            if row[name] != earlier[name]:
                first = self.places[table, key]
                self._note(read.place, name, message("exchange_problem.contradicts", place=first))
        return {**earlier, **row}

    def _check_references(self, form: HsdsTable, table: dict[str, Row]) -> None:
        """A reference that leads nowhere is grave where a row is nothing without it, and left out elsewhere."""
        for key, row in table.items():
            wrong = {n for n in row.keys() & form.fields.keys() if self._nowhere(form, n, row)}
            for name in wrong:
                needed = name in form.in_table
                code = "exchange_problem.leads_nowhere" if needed else "exchange_problem.not_followed"
                reason = message(code, table=form.refers(name))
                self._note(self.places[form.name, key], name, reason, grave=needed)
            if wrong:
                table[key] = {n: v for n, v in row.items() if n not in wrong}

    def _nowhere(self, form: HsdsTable, name: str, row: Row) -> bool:
        target = form.refers(name)
        return target is not None and row[name] not in self.rows.get(target, {})

    def _note(self, place: str, name: str | None, reason: Message, *, grave: bool = True) -> None:
        self.problems.append(RowProblem(place, name, reason, grave))


class UnfitValue(Exception):
    """A value that its field cannot have; the message does not repeat it."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.message = message(f"exchange_problem.{code}", **params)


def value(form: HsdsTable, name: str, raw: Any) -> Value:
    """A value as its field has it: from JSON, or from the text of a cell.

    Raises:
        UnfitValue: It is of another type, not among the allowed ones, too long, or a citizen's number.
    """
    if not isinstance(raw, str | int | float | bool):
        raise UnfitValue("not_a_value")
    declared = {**extras().get(form.name, {}), **form.fields}.get(name)
    if declared == "number":
        return _number(raw)
    if not isinstance(raw, str):
        if declared is not None:
            raise UnfitValue("not_a_text")
        return raw
    if len(raw) > LONGEST:
        raise UnfitValue("too_long", most=LONGEST)
    if CITIZEN.search(raw) and not _identifier(form, name):
        raise UnfitValue("citizen_number")
    if isinstance(declared, tuple):
        if raw not in declared:
            raise UnfitValue("not_allowed", allowed=declared)
        return raw
    kind = "uuid" if form.refers(name) else declared
    fits = FITS.get(str(kind))
    if fits is not None and not fits(raw):
        raise UnfitValue("not_of_form", form=message(f"exchange_form.{kind}"))
    return raw.lower() if kind == "uuid" else raw


def _identifier(form: HsdsTable, name: str) -> bool:
    """True for fields with codes of organisations, which may resemble a citizen's number; they are checked later."""
    return (form.name, name) in {("organization_identifier", "identifier"), ("location", f"{PREFIX}external_id")}


def _number(raw: str | float | bool) -> float | int:
    try:
        number = float(raw)
        whole = int(number)
    except (ValueError, OverflowError):
        raise UnfitValue("not_of_form", form=message("exchange_form.number")) from None
    if isinstance(raw, bool):
        raise UnfitValue("not_of_form", form=message("exchange_form.number"))
    return whole if whole == number else number


def _reads(read: Callable[[str], object]) -> Callable[[str], bool]:
    def fits(text: str) -> bool:
        try:
            read(text)
        except ValueError:
            return False
        return True

    return fits


FITS: Mapping[str, Callable[[str], bool]] = {
    "uuid": is_uuid,
    "date": _reads(date.fromisoformat),
    "datetime": _reads(datetime.fromisoformat),
    "time": _reads(lambda text: time.fromisoformat(text.removesuffix("Z"))),
    "email": lambda text: EMAIL.fullmatch(text) is not None,
    "uri": lambda text: URI.fullmatch(text) is not None,
}
"""Test of a text for each type."""


def unknown_fields(rows: Tables) -> Iterator[str]:
    """Fields that neither the form nor we have, as `table.field`."""
    for name, table in rows.items():
        known = tables()[name].fields
        others = {n for row in table.values() for n in row if n not in known and not n.startswith(PREFIX)}
        yield from (f"{name}.{n}" for n in sorted(others))
