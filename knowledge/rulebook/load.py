"""Loading the rulebook: read, index, check; rejected as a whole if one row is wrong (规则库载入)."""

from functools import cache
from pathlib import Path

from knowledge.errors import WrongRules
from knowledge.rulebook import sound
from knowledge.rulebook.book import Rulebook, build
from knowledge.rulebook.source import read

FOLDER = Path(__file__).parent.parent


def load(folder: Path = FOLDER) -> Rulebook:
    """Read and check a folder of rule files.

    Raises:
        WrongRules: All problems as `file:line: reason`.
    """
    source = read(folder)
    book = build(source)
    if not sound.is_known(folder, current := sound.state(source.hash)):
        from knowledge.rulebook.gate import problems  # noqa: PLC0415  # hardly ever needed, and slow

        wrong = tuple(problems(book, source))
        if wrong:
            raise WrongRules(wrong)
        sound.remember(folder, current)
    return book


@cache
def rulebook() -> Rulebook:
    """The shipped rulebook."""
    return load()
