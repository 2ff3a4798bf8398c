"""Children whom casework brings into the register, and who lives with whom (孩子的登记、同住的孩子)."""

from dataclasses import dataclass, replace
from datetime import date

from graph_model.casework.records import SOURCE
from graph_model.graph import Tx
from graph_model.persons.intake import Intake, records
from graph_model.persons.persons import put
from graph_model.persons.seal import Vault
from graph_model.rows import KeyRow, statements
from knowledge.casework.order import Registered
from knowledge.errors import NotFound
from knowledge.messages.message import DEFAULT, message
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
    """
    vault.provide([child.key])
    facts = Situation.model_validate(child.facts)
    pseudonym = message("child.pseudonym", key=child.key).text(DEFAULT)
    intake = Intake(child.key, pseudonym, child.area, facts, Provenance.LOADED, SOURCE, on)
    (minor,), _, _ = records(vault, [intake])
    if child.sibling and (home := await tx.row(HOUSEHOLD, KeyRow, minor=child.sibling)):
        minor = replace(minor, household=home.key)
    if not await put(tx, [minor]):
        raise NotFound("area", child.area)


async def siblings(tx: Tx, minor: str) -> list[SiblingRow]:
    """The other children of a child's household within the actor's areas."""
    return await tx.rows(SIBLINGS, SiblingRow, minor=minor)
