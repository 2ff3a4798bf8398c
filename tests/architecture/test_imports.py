"""What a command imports before it answers: each module that it does not need costs every question its time."""

import ast
import re
from functools import cache
from importlib import import_module

import pytest

from api.answering import QUERIES
from cli.ask.questions import ANSWERED
from tests.architecture.test_asvs import ROOT

SERVING = re.compile(
    r"(?:fastapi|starlette|strawberry\.fastapi|uvicorn|jinja2|prometheus_client|structlog|networkx|highspy|onnxruntime"
    r"|openpyxl|numpy|pydantic_settings|web|loaders|graph_model\.casework|knowledge\.rulebook\.gate"
    r"|analytics\.(?:siting|resilience|demand)|knowledge\.(?:casework|siting))\b"
)
"""What serves over HTTP, loads files, plans, works on cases, computes or checks: no answer about a child needs it."""
ANSWERING = ["cli.ask.questions", *sorted({module for module, _ in QUERIES.values()})]


@cache
def named(module: str) -> tuple[str, ...]:
    """The modules that a module of ours names at its top, its packages first; none where it is not ours."""
    parts = module.split(".")
    names = [".".join(parts[:n]) for n in range(1, len(parts))]
    at = ROOT.joinpath(*parts)
    file = next((f for f in (at.with_suffix(".py"), at / "__init__.py") if f.is_file()), None)
    for node in ast.parse(file.read_text("utf-8")).body if file else ():
        if isinstance(node, ast.Import):
            names += [a.name for a in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{a.name}" for a in node.names)]
    return tuple(names)


def reached(module: str) -> dict[str, str]:
    """All modules that are imported with one, each with the one that names it."""
    found, open_ = {module: ""}, [module]
    while open_:
        now = open_.pop()
        for name in named(now):
            if name not in found:
                found[name] = now
                open_.append(name)
    return found


@pytest.mark.parametrize("module", ["cli.__main__", "cli.main", "cli.asking.command", *ANSWERING])
def test_a_question_from_the_shell_imports_nothing_that_serves(module: str):
    found = reached(module)
    assert {name: by for name, by in found.items() if SERVING.match(name)} == {}
    assert len(found) > 50 or module == "cli.__main__", "it has followed the imports"


def test_a_question_from_the_shell_imports_no_other_command():
    ours = {
        name for name in reached("cli.asking.command") if ROOT.joinpath(*name.split(".")).with_suffix(".py").is_file()
    }
    assert {n for n in ours if n.startswith("cli.")} == {
        "cli.asking.command",
        "cli.ask.show",
        "cli.language",
        "cli.session",
    }


def test_what_is_imported_to_answer_is_there():
    assert [name for module, name in QUERIES.values() if not hasattr(import_module(module), name)] == []
    assert set(QUERIES) == set(ANSWERED)


def test_no_command_waits_for_casework():
    assert {name: by for name, by in reached("cli.main").items() if name.startswith("graph_model.casework")} == {}


def starts(tree: ast.Module) -> bool:
    return any("__name__ == '__main__'" in ast.unparse(part.test) for part in tree.body if isinstance(part, ast.If))


def test_the_program_has_one_start():
    rooms = ("knowledge", "network", "graph_model", "analytics", "loaders", "api", "web", "cli")
    files = (path for room in rooms for path in (ROOT / room).rglob("*.py"))
    assert [f.relative_to(ROOT).as_posix() for f in files if starts(ast.parse(f.read_text("utf-8")))] == [
        "cli/__main__.py"
    ], "python -m cli starts it"
    assert not starts(ast.parse("a = 1"))
