"""One policy: no comparison with a role outside `knowledge/access/`, and every query that counts children is listed."""

import ast
import re

from tests.support.sources import ROOT, tree_of

ROOMS = ("knowledge", "network", "graph_model", "analytics", "loaders", "api", "web", "cli")
NAMED = {
    "api/casework/clock.py",
    "network/entities.py",  # the public
    "loaders/intake/contract.py",  # the loader
    "loaders/shipped/load.py",  # the demo's accounts
    "cli/ask/questions.py",  # the operator
    "cli/audit.py",  # the operator
    "loaders/counts/publish.py",  # the clock
    "cli/report/write.py",  # the operator
    "cli/month/people.py",  # the people of the demo's month
}
"""Where an actor is made with a role; nothing is decided there."""
READING = {
    "api/coverage/demand.py:_children",
    "api/obligations/goals.py:read",
    "api/obligations/query.py:obligation_coverage",
    "api/persons/children.py:children",
}
"""What reads all children of an area, for who may see them."""
COUNTED = {"loaders/counts/publish.py"}
"""What opens children for who may not see them: the publication alone."""


def modules(naming: str) -> dict[str, ast.Module]:
    """The modules whose text has a match of `naming`."""
    paths = [p for room in ROOMS for p in (ROOT / room).rglob("*.py") if "access" not in p.parts or room != "knowledge"]
    texts = ((p.relative_to(ROOT).as_posix(), p.read_text("utf-8")) for p in paths)
    return {where: tree_of(where) for where, text in texts if re.search(naming, text)}


def test_nothing_outside_the_policy_compares_roles():
    wrong = [
        f"{path}:{node.lineno}"
        for path, tree in modules("actor|ActorRole").items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare | ast.Match)
        and re.search(r"\bactor\.(role|roles|also)\b|\bActorRole\b", ast.unparse(node))
    ]
    assert not wrong


def test_a_role_is_named_only_where_an_actor_is_made():
    named = {
        path
        for path, tree in modules("ActorRole").items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "ActorRole"
    }
    assert named == NAMED


def test_rights_are_those_of_today():
    """A question about a past day must not give back the right of that day: the day of a read of cases is `today()`."""
    reads = {"persons.dossier", "pages.by_page", "pages.all_dossiers"}
    calls = []
    for path, tree in modules("dossier|by_page").items():
        for node in (n for n in ast.walk(tree) if path.startswith("api/") and isinstance(n, ast.Call)):
            parts = [ast.unparse(part) for part in (node.func, *node.args)]
            if reads & set(parts) and path not in calls:
                assert parts[-1] == "today()", f"{path}:{node.lineno}"
                calls.append(path)
    assert len(calls) >= 2


def test_all_children_of_an_area_are_read_where_it_is_listed():
    found = set()
    reads = ("children", "pages.by_page", "pages.all_dossiers")
    for path, tree in modules(r"children\(|pages\.").items():
        if not path.startswith("api/"):
            continue
        for outer in ast.walk(tree):
            if isinstance(outer, ast.AsyncFunctionDef) and any(
                isinstance(node, ast.Call) and ast.unparse(node.func) in reads for node in ast.walk(outer)
            ):
                found.add(f"{path}:{outer.name}")
    assert found == READING


def test_only_the_publication_opens_children_for_who_may_not_see_them():
    found = {
        path
        for path, tree in modules("counted").items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "persons.counted"
    }
    assert found == COUNTED
