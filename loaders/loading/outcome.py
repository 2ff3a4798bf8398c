"""What became of the rows of a handed file (载入结果)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from knowledge.vocabulary import FileProblem
from loaders.tables.readings import bad
from loaders.tables.tables import Rejected

ROWS = 5000
"""Rows that one transaction may write."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the rows, by line."""

    read: int
    written: int
    unchanged: int
    repeated: int
    rejected: tuple[Rejected, ...]


def few(read: int) -> None:
    """Refuse more rows than one transaction should write.

    Raises:
        BadFile: too many.
    """
    if read > ROWS:
        raise bad("file.too_many_rows", FileProblem.TOO_LARGE, most=ROWS)


def counted(read: int, lines: Mapping[int, bool], rejected: Iterable[Rejected], repeated: int = 0) -> Outcome:
    """`lines` says of each line that stands or will stand whether it stood already."""
    unchanged = sum(lines.values())
    return Outcome(read, len(lines) - unchanged, unchanged, repeated, tuple(rejected))
