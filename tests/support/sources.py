"""The code as texts, trees and nodes, read once a process: that costs more than most that is asked of it."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@cache
def text_of(where: str) -> str:
    """A file by its path from the root."""
    return (ROOT / where).read_text("utf-8")


@cache
def tree_of(where: str) -> ast.Module:
    """A module by its path from the root."""
    return ast.parse(text_of(where))


@cache
def nodes_of(where: str) -> tuple[ast.AST, ...]:
    """Every node of a module, as `ast.walk` finds them."""
    return tuple(ast.walk(tree_of(where)))
