"""Loading the rows of the numbers of a quarter (数的载入)."""

import tomllib
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from knowledge.casework.load import table
from knowledge.casework.numbers.gate import wrong_number
from knowledge.casework.numbers.rows import NumberRow
from knowledge.errors import WrongRules
from knowledge.reasons import shape

FILE = Path(__file__).parent / "numbers.toml"


@cache
def numbers() -> tuple[NumberRow, ...]:
    """The shipped rows, in their order.

    Raises:
        WrongRules: All problems, each with its row.
    """
    raw = tomllib.loads(FILE.read_text("utf-8"))["number"]
    try:
        rows = tuple(map(NumberRow.model_validate, raw))
    except ValidationError as e:
        raise WrongRules(tuple(f"{FILE.name}: {p['loc']}: {shape(p)}" for p in e.errors())) from None
    if wrong := [f"{FILE.name}: {row.code}: {why}" for row in rows for why in wrong_number(table(), row)]:
        raise WrongRules(tuple(wrong))
    return rows
