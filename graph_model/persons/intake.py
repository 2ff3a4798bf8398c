"""From a submitted dossier to sealed records (个案载入)."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from graph_model.keys.likeness import LikenessIndex
from graph_model.persons.persons import SEALED, Case, Guardian, Minor
from graph_model.persons.seal import Bound, Vault
from knowledge.access.classes import by_class
from knowledge.casework.likeness import Described, marks
from knowledge.situation.situation import Situation
from knowledge.vocabulary import FieldClass, Provenance


def sealed(vault: Vault, minor: str, label: str, node: str, situation: Situation) -> Mapping[str, bytes]:
    """The facts of a situation that must be sealed: one blob per field class, by property name."""
    return {
        c.value.lower(): vault.seal(minor, Bound(label, node, c), facts)
        for c, facts in by_class(situation).items()
        if c in SEALED
    }


@dataclass(frozen=True, slots=True)
class Intake:
    """The facts of a new child, not yet sealed."""

    key: str
    pseudonym: str
    area: str
    situation: Situation
    provenance: Provenance
    source: str
    opened: date
    school: str | None = None
    difficulties: tuple[str, ...] = ()
    citizen: str | None = field(default=None, repr=False)
    """Citizen's number, for the blind index only: it is stored nowhere."""


KIN = ("father", "mother")


def records(
    vault: Vault, intakes: Sequence[Intake]
) -> tuple[tuple[Minor, ...], tuple[Guardian, ...], tuple[Case, ...]]:
    """The sealed records of children whose keys exist in the vault: children, then guardians, then cases.

    What makes them alike to others is added to the index; a mark of a child that is not written then finds nothing.
    """
    born = {i.key: i.situation.birth_date for i in intakes}
    LikenessIndex(vault.store).put({key: marks(Described(born=day)) for key, day in born.items() if day})
    return (
        tuple(_minor(vault, i) for i in intakes),
        tuple(g for i in intakes for g in _guardians(vault, i)),
        tuple(
            Case(f"case-{i.key}", i.key, "困境未成年人建档", i.opened, "在办", i.provenance, i.source, i.difficulties)
            for i in intakes
        ),
    )


def _of_parents(situation: Situation) -> dict[str, Any]:
    return {k: v for k, v in situation.model_dump(exclude_none=True).items() if k.startswith(KIN)}


def _minor(vault: Vault, i: Intake) -> Minor:
    own = i.situation.model_copy(update=dict.fromkeys(_of_parents(i.situation)))
    blobs = sealed(vault, i.key, "Minor", i.key, own)
    plain_facts = json.dumps(by_class(own).get(FieldClass.F1, {}), ensure_ascii=False, sort_keys=True)
    return Minor(i.key, i.pseudonym, i.area, f"house-{i.key}", i.provenance, i.source, i.school, plain_facts, **blobs)


def _guardians(vault: Vault, i: Intake) -> Iterator[Guardian]:
    for kin in KIN:
        facts = {k: v for k, v in _of_parents(i.situation).items() if k.startswith(kin)}
        if facts:
            key = f"{i.key}-{kin}"
            blobs = sealed(vault, i.key, "Guardian", key, Situation.model_validate(facts))
            yield Guardian(key, i.key, i.provenance, i.source, f4=blobs.get("f4"))
