"""Reasons why a file cannot be used as a whole (不能用的文件)."""

from typing import Any

from knowledge.errors import BadFile
from knowledge.vocabulary import FileProblem


def bad_file(reason: str, problem: FileProblem = FileProblem.DAMAGED, /, **params: Any) -> BadFile:
    """A file that cannot be used; `reason` is the code of the message."""
    return BadFile("file", reason, problem, **params)


def not_a_table() -> BadFile:
    """Return the error for a file of another kind."""
    return bad_file("file.not_a_table", FileProblem.NOT_A_TABLE)


def too_large(limit: int) -> BadFile:
    """Return the error for a file of more than `limit` bytes."""
    return bad_file("file.too_large", FileProblem.TOO_LARGE, most=limit // 2**20)
