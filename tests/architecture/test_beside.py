"""What computes does so beside the event loop: no coroutine of the service calls a function of `analytics/` itself."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.support.walks import every

ROOT = Path(__file__).parent.parent.parent
FILES = sorted(p.relative_to(ROOT).as_posix() for p in (ROOT / "api").rglob("*.py"))
AS_WELL = {"findings", "_progress", "_on_file"}
"""Functions of our own that compute for long: findings of a network, judged goals, opening of children to compare."""
SHORT = {
    "AskedWorkspace", "Standard", "WeakQuestion", "whatif.Comparison",  # values
    "published", "exact", "street_loads",  # rows of one table that is read already
    "visits.workers",  # counts posts
    "in_gap",  # a comparison of codes
}  # fmt: skip
"""What a coroutine may call."""


def heavy(tree: ast.AST) -> set[str]:
    """Names of a module that compute: those of `analytics/`, and ours."""
    taken = (
        n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and (n.module or "").split(".")[0] == "analytics"
    )
    return AS_WELL | {a.asname or a.name for n in taken for a in n.names}


def on_the_loop(node: ast.AST, names: set[str], *, inside: bool = False) -> Iterator[str]:
    """Calls of these in a coroutine, not in a function or lambda that it hands to a thread."""
    for part in ast.iter_child_nodes(node):
        within = isinstance(part, ast.AsyncFunctionDef) or (
            inside and not isinstance(part, ast.FunctionDef | ast.Lambda)
        )
        if within and isinstance(part, ast.Call) and ast.unparse(part.func).split(".")[0] in names:
            yield ast.unparse(part.func)
        yield from on_the_loop(part, names, inside=within)


@every("file", [*FILES, "graph_model/casework/likeness.py"])
def test_no_coroutine_computes(file: str):
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    called = {name for name in on_the_loop(tree, heavy(tree)) if not {name, name.split(".")[-1]} & SHORT}
    assert called == set(), "await asyncio.to_thread(…)"


def test_the_walk_sees_what_is_called():
    code = (
        "from analytics.x import f\nasync def a():\n await t(f, 1)\n await t(lambda: f(2))\n return f(3)\ndef b(): f(4)"
    )
    tree = ast.parse(code)
    assert list(on_the_loop(tree, heavy(tree))) == ["f"]
