"""What a room imports late, by name, is there: the type checker does not look into modules that it cannot see."""

import ast
from importlib import import_module
from pathlib import Path

from cli import service
from cli.ask import questions
from tests.support.walks import every

ROOT = Path(__file__).parent.parent.parent
LATE = {"heavy": service, "asking": questions}
"""What each function of `cli/session.py` imports late."""
FILES = sorted(p.relative_to(ROOT).as_posix() for p in (ROOT / "cli").rglob("*.py"))


def taken(tree: ast.AST) -> set[tuple[str, str]]:
    """Modules and the names that are taken of them: `import_module("m").name`, `heavy().name`, `made("topic").name`."""
    found = set()
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(ast.Call(ast.Name(str(late)), []), name) if late in LATE:
                found.add((LATE[late].__name__, name))
            case ast.Attribute(ast.Call(ast.Name("import_module"), [ast.Constant(str(module))]), name):
                found.add((module, name))
            case ast.Attribute(ast.Call(ast.Name("made"), [ast.Constant(str(topic))]), name):
                found.add((f"cli.bench.{topic}", name))
    return found


@every("file", FILES)
def test_what_the_shell_takes_late_is_there(file: str):
    names = taken(ast.parse((ROOT / file).read_text("utf-8")))
    assert [f"{m}.{n}" for m, n in sorted(names) if not hasattr(import_module(m), n)] == []


def test_the_walk_sees_them():
    assert taken(ast.parse("heavy().gone()")) == {("cli.service", "gone")}
    assert any(taken(ast.parse((ROOT / file).read_text("utf-8"))) for file in FILES)
