"""The code as trees, parsed once a process: parsing all of it costs more than most that is asked of it."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@cache
def tree_of(where: str) -> ast.Module:
    """A file by its path from the root."""
    return ast.parse((ROOT / where).read_text("utf-8"))
