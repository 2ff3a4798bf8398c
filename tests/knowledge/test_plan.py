"""The 54 clauses of the plan, against the plan itself where it stands beside the project."""

import tomllib
from pathlib import Path

import pytest
import yaml

from knowledge.rows.rows import PlanClause
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import ClauseClass
from tests.support.walks import every

ROOT = Path(__file__).parents[2]
PLAN = ROOT.parent / "shared" / "plan"
CLAUSES = tuple(
    PlanClause.model_validate(row)
    for row in tomllib.loads((ROOT / "knowledge" / "plan.toml").read_text("utf-8"))["clause"]
)
IDS = [c.id for c in CLAUSES]


def _shared(name: str) -> str:
    path = PLAN / name
    if not path.is_file():
        pytest.skip(f"{path.relative_to(ROOT.parent)} does not stand beside the project")
    return path.read_text("utf-8")


def test_there_are_54_different_clauses() -> None:
    assert len(IDS) == len(set(IDS)) == 54


def test_the_ids_are_those_of_the_numbered_plan() -> None:
    numbered = yaml.safe_load(_shared("clauses.yaml"))
    assert [f"plan:{row['id']}" for row in numbered] == IDS


@every("clause", CLAUSES, ids=IDS)
def test_the_quote_stands_word_for_word_in_one_line_of_the_plan(clause: PlanClause) -> None:
    assert any(clause.quote in line for line in _shared("plan.txt").splitlines())


def test_no_sentence_of_the_numbered_plan_is_lost() -> None:
    rows = yaml.safe_load(_shared("clauses.yaml"))
    own = {c.id: c.quote for c in CLAUSES}
    assert [r["id"] for r in rows if r["quote"] not in own[f"plan:{r['id']}"]] == []


@every("clause", CLAUSES, ids=IDS)
def test_what_a_clause_states_is_in_its_own_words(clause: PlanClause) -> None:
    frequency = (clause.frequency,) if clause.frequency else ()
    said = (*clause.named, *clause.items, *clause.numbers, *frequency)
    assert [words for words in said if words not in clause.quote] == []


@every("clause", CLAUSES, ids=IDS)
def test_a_body_is_named_or_implied_never_both(clause: PlanClause) -> None:
    assert not set(clause.bodies) & set(clause.implied)


def test_every_matter_but_child_labour_is_reached() -> None:
    reached = {m for c in CLAUSES for m in c.matters}
    # M100 rests on the statute alone: the plan does not mention child labour.
    assert reached == {f"M{n:02}" for n in range(1, 104)} - {"M100"}


def test_a_clause_without_matters_says_why() -> None:
    assert [c.id for c in CLAUSES if not c.matters and "没有对应事项" not in (c.note or "")] == []


def test_every_obligation_is_carried_by_a_duty(book: Rulebook) -> None:
    carried = {c.clause for o in book.obligations.values() for c in o.cite}
    assert [c.id for c in CLAUSES if c.kind is ClauseClass.OBLIGATION and c.id not in carried] == []


def test_every_service_of_the_plan_can_be_asked_for(book: Rulebook) -> None:
    given = {clause for s in book.services.values() for clause in s.plan}
    assert [c.id for c in CLAUSES if c.kind is ClauseClass.SERVICE and c.id not in given] == []


def test_no_clause_is_put_off() -> None:
    listed = (ROOT / "docs" / "pending.md").read_text("utf-8")
    assert [c.id for c in CLAUSES if f"| `{c.id}` |" in listed] == []
