"""Break the pure rooms one small change at a time, and name the changes that no test notices.

    python tools/mutants.py [--count 40] [--seed 1] [--only knowledge/obligations]

The checkout is copied; in the copy one comparison, connective, `not`, number or truth value of `knowledge/` or
`network/` is changed at a time, and the pure tests run until the first fails: those that import the module, then all.
What survives is a rule that could be broken without notice: write the test.
"""

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROOMS = ("knowledge", "network")
LEFT_OUT = {"values.py", "fields.py", "__init__.py"}
"""Generated modules, and packages without code."""
NO_TESTS = 5
"""The exit code of pytest where nothing was selected."""
TESTS = tuple(
    f"tests/{room}" for room in ("knowledge", "network", "scenarios", "analytics", "loaders", "graph_model", "api")
)
"""Not those that read the code itself: they would notice that a comment is gone."""
OTHER: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip


def changed(node: ast.AST) -> ast.AST | None:
    """The node with one small change, or None where there is none to make."""
    match node:
        case ast.Compare(ops=[op, *more]):
            return ast.Compare(node.left, [OTHER[type(op)](), *more], node.comparators)
        case ast.BoolOp(op=op):
            return ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), node.values)
        case ast.UnaryOp(op=ast.Not()):
            return node.operand
        case ast.Constant(value=bool(value)):
            return ast.Constant(not value)
        case ast.Constant(value=int(value)):
            return ast.Constant(value + 1)
    return None


def mutants(source: str) -> Iterator[tuple[int, str, str]]:
    """Every module that differs from `source` in one place: the line, what changed, the text."""
    bodies = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    places = {(n.lineno, n.col_offset, type(n)) for f in bodies for s in f.body for n in ast.walk(s) if changed(n)}  # type: ignore[attr-defined]  # expressions have a place
    for place in sorted(places, key=lambda p: p[:2]):
        yield place[0], *_one(source, place)


def _one(source: str, place: tuple[int, int, type[ast.AST]]) -> tuple[str, str]:
    change = ""

    class Change(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> ast.AST:
            nonlocal change
            at = (getattr(node, "lineno", 0), getattr(node, "col_offset", 0), type(node))
            if at == place and not change and (new := changed(node)) is not None:
                change = f"{ast.unparse(node)} -> {ast.unparse(new)}"
                return ast.copy_location(new, node)
            return self.generic_visit(node)

    tree = ast.fix_missing_locations(Change().visit(ast.parse(source)))
    return change, ast.unparse(tree)


def nearest(folder: Path, changed_file: Path) -> list[str]:
    """The test files that name the module, or its package, in an import."""
    module = ".".join(changed_file.with_suffix("").parts)
    names = (module, f"from {module.rpartition('.')[0]} import {changed_file.stem}")
    files = sorted(p for tests in TESTS for p in (folder / tests).rglob("test_*.py"))
    return [str(p.relative_to(folder)) for p in files if any(name in p.read_text("utf-8") for name in names)]


def survives(folder: Path, tests: Iterable[str]) -> bool:
    """True if the pure tests pass in the copy."""
    chosen = ("-x", "-q", "-n0", "-p", "no:cacheprovider", "-m", "not graph and not browser and not long")
    command = [sys.executable, "-m", "pytest", *chosen, *tests]
    env = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, check=False)  # noqa: S603  # our own command
    return done.returncode in (0, NO_TESTS)


def main() -> None:
    """Try a random choice of changes, the same for a seed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="a folder or file")
    given = parser.parse_args()
    modules = sorted(p for room in ROOMS for p in (ROOT / room).rglob("*.py") if p.name not in LEFT_OUT)
    every = [(p.relative_to(ROOT), *m) for p in modules for m in mutants(p.read_text("utf-8"))]
    every = [m for m in every if m[0].as_posix().startswith(given.only)]
    tried = random.Random(given.seed).sample(every, min(given.count, len(every)))  # noqa: S311  # a repeatable choice
    survivors = []
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "main"
        left = shutil.ignore_patterns(".venv", ".git", ".tongxin", "node_modules", "*_cache")
        shutil.copytree(ROOT, folder, ignore=left)
        for n, (path, line, change, text) in enumerate(tried, 1):
            (folder / path).write_text(text, "utf-8")
            near = nearest(folder, path)
            alive = (not near or survives(folder, near)) and survives(folder, TESTS)
            shutil.copy2(ROOT / path, folder / path)
            survivors += [f"{path}:{line}: {change}"] if alive else []
            print(f"{n}/{len(tried)} {path}:{line} {'SURVIVES' if alive else 'noticed'}", flush=True)
    print(f"{len(survivors)} of {len(tried)} changes were not noticed", *survivors, sep="\n")


if __name__ == "__main__":
    main()
