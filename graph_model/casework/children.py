"""Children whom casework brings into the register, and who lives with whom (孩子的登记、同住的孩子)."""

import json
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from graph_model.casework.records import SOURCE
from graph_model.graph import Tx
from graph_model.keys.citizens import CitizenIndex
from graph_model.persons.intake import Intake, records
from graph_model.persons.persons import SHOWN, Kin, put, taken
from graph_model.persons.seal import Bound, Vault
from graph_model.rows import KeyRow, statements
from knowledge.casework.order import Registered
from knowledge.errors import NotFound, SameChild, Sealed
from knowledge.messages.message import DEFAULT, message
from knowledge.situation.citizen import citizen_number
from knowledge.situation.majority import ADULT
from knowledge.situation.situation import Situation
from knowledge.vocabulary import FieldClass, Provenance

HOUSEHOLD, RECORD, SIBLINGS, BORN = statements(__file__, "household", "record", "siblings", "born")


@dataclass(frozen=True, slots=True)
class SiblingRow:
    """A child of the same household, with its open case and planned visit."""

    minor: str
    pseudonym: str
    case: str | None
    visit: str | None


@dataclass(frozen=True, slots=True)
class RecordRow:
    """Stored record of a child: encrypted."""

    minor: str
    open: str
    guardians: tuple[Kin, ...]
    f2: bytes | None = None
    f3: bytes | None = None
    f4: bytes | None = None
    f5: bytes | None = None

    def holds(self, field_class: FieldClass) -> bool:
        """True if something of a class is on file of the child itself; nothing is opened for it."""
        return getattr(self, field_class.value.lower()) is not None

    def facts(self, vault: Vault, allowed: Collection[FieldClass]) -> dict[str, Any]:
        """The facts of these classes.

        Raises:
            Sealed: The key is missing or does not fit.
        """
        facts: dict[str, Any] = json.loads(self.open) if FieldClass.F1 in allowed else {}
        for c in SHOWN:
            blob: bytes | None = getattr(self, c.value.lower())
            if blob is not None and c in allowed:
                facts |= vault.open(self.minor, Bound("Minor", self.minor, c), blob)
        for kin in self.guardians:
            if kin.f4 is not None and FieldClass.F4 in allowed:
                facts |= vault.open(self.minor, Bound("Guardian", kin.id, FieldClass.F4), kin.f4)
        return facts


async def record(tx: Tx, minor: str) -> RecordRow | None:
    """Return the record of a child within the actor's areas; None outside them."""
    return await tx.row(RECORD, RecordRow, minor=minor)


async def register(tx: Tx, vault: Vault, child: Registered, on: date) -> None:
    """Write a child that is new to the register, its facts sealed by class under its own key.

    Raises:
        NotFound: The area is not one of the actor's.
        SameChild: Its citizen's number is that of a child on file.
        BadInput: It is no citizen's number, or the key of the index is not the right one.
    """
    if child.citizen:
        await _claim(tx, vault, child.key, citizen_number(child.citizen))
    vault.provide([child.key])
    facts = Situation.model_validate(child.facts)
    pseudonym = message("child.pseudonym", key=child.key).text(DEFAULT)
    intake = Intake(child.key, pseudonym, child.area, facts, Provenance.LOADED, SOURCE, on)
    (minor,), _, _ = records(vault, [intake])
    if child.sibling and (home := await tx.row(HOUSEHOLD, KeyRow, minor=child.sibling)):
        minor = replace(minor, household=home.key)
    if not await put(tx, [minor]):
        raise NotFound("area", child.area)


async def _claim(tx: Tx, vault: Vault, key: str, number: str) -> None:
    """Give a new child its number in the blind index, or find who has it."""
    index = CitizenIndex(vault.store)
    other = index.holders([number]).get(number)
    there = await taken(tx, [other]) if other else {}
    gone = [other] if other and other not in there else []
    if index.claim({key: number}, gone):
        raise SameChild("child", other if other and there.get(other) else "")


async def siblings(tx: Tx, minor: str) -> list[SiblingRow]:
    """The other children of a child's household within the actor's areas."""
    return await tx.rows(SIBLINGS, SiblingRow, minor=minor)


@dataclass(frozen=True, slots=True)
class _BirthRow:
    key: str
    f2: bytes | None


async def of_age(tx: Tx, vault: Vault, minors: Iterable[str]) -> dict[str, date]:
    """The first day of the month in which each child comes of age, without those whose date of birth is not known.

    Only the month leaves this module: an item is read by more people than the date of birth.
    """
    rows = await tx.rows(BORN, _BirthRow, minors=some) if (some := sorted(minors)) else []
    months = {r.key: _month(vault, r) for r in rows}
    return {key: month for key, month in months.items() if month}


def _month(vault: Vault, row: _BirthRow) -> date | None:
    if row.f2 is None:
        return None
    with suppress(Sealed):
        born = vault.open(row.key, Bound("Minor", row.key, FieldClass.F2), row.f2).get("birth_date")
        day = date.fromisoformat(born) if isinstance(born, str) else born
        return day.replace(year=day.year + ADULT, day=1) if day else None
    return None
