"""The whole table of rights against a truth table written by hand."""

import itertools

import pytest

from knowledge.access.rights import class_of, may_read, reach
from knowledge.situation.situation import Situation
from knowledge.vocabulary import ActorRole, FieldClass

# one letter a class F0…F8: R everywhere, J own areas, T own team, a aggregates, - nothing
TABLE = {
    "anonymous": "R--------",
    "director": "RJJJT--T-",
    "street": "RJJJTT-T-",
    "centre": "RJTTTT-TT",
    "planner": "Ra--aa---",
    "auditor": "R--------",
}


@pytest.mark.parametrize("role", list(ActorRole))
@pytest.mark.parametrize("field_class", list(FieldClass))
def test_every_cell(role: ActorRole, field_class: FieldClass):
    letter = TABLE[role.value][int(field_class.value[1])]
    for in_area, on_team in itertools.product((True, False), repeat=2):
        wanted = {"R": True, "J": in_area, "T": in_area and on_team, "a": False, "-": False}[letter]
        assert may_read(role, field_class, in_area=in_area, on_team=on_team) is wanted
    assert reach(role, field_class) in {"all", "area", "team", "aggregate", "none"}


def test_nobody_reads_a_sealed_judicial_record():
    assert not [r for r in ActorRole if may_read(r, FieldClass.F6, in_area=True, on_team=True)]


@pytest.mark.parametrize(
    ("fact", "wanted"),
    [("birth_date", "F2"), ("residence_area", "F3"), ("household_aid", "F4"), ("sexual_harm", "F5"), ("conduct", "F6")],
)
def test_a_fact_has_its_class(fact: str, wanted: str):
    assert class_of(fact).value == wanted


def test_every_fact_has_a_class_and_nothing_else_does():
    assert {class_of(f) for f in Situation.model_fields} <= set(FieldClass)
    with pytest.raises(KeyError):
        class_of("colour")
