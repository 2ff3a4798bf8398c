"""Children whom casework brings into the register, and who lives with whom (孩子的登记、同住的孩子)."""

from dataclasses import dataclass, replace
from datetime import date

from graph_model.casework.records import SOURCE
from graph_model.graph import Tx
from graph_model.keys.citizens import CitizenIndex
from graph_model.persons.intake import Intake, records
from graph_model.persons.persons import put, taken
from graph_model.persons.seal import Vault
from graph_model.rows import KeyRow, statements
from knowledge.casework.order import Registered
from knowledge.errors import NotFound, SameChild
from knowledge.messages.message import DEFAULT, message
from knowledge.situation.citizen import citizen_number
from knowledge.situation.situation import Situation
from knowledge.vocabulary import Provenance

HOUSEHOLD, SIBLINGS = statements(__file__, "household", "siblings")


@dataclass(frozen=True, slots=True)
class SiblingRow:
    """A child of the same household, with its open case and planned visit."""

    minor: str
    pseudonym: str
    case: str | None
    visit: str | None


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
