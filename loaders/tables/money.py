"""Amounts of money in cells, and for what they are paid (金额)."""

import re

from loaders.tables.cells import required
from loaders.tables.keys import InvalidRow, folded
from network.standards import PaidPer

MOST = 1_000_000
"""Yuan that can be meant by one payment."""


def yuan(text: str, column: str) -> float:
    """An amount in yuan, to the cent: 1868, 1,868.50, 1868元."""
    plain = folded(required(text, column)).removesuffix("元").replace(",", "")
    if not re.fullmatch(r"\d{1,9}(?:\.\d{1,2})?", plain) or not 0 < float(plain) <= MOST:
        raise InvalidRow(column, "cell.not_an_amount", most=MOST)
    return float(plain)


def paid_per(text: str, column: str) -> PaidPer:
    """For what an amount is paid: 元/月, 每月, 月, month."""
    plain = folded(required(text, column)).lower()
    for per in PaidPer:
        of = folded(per.zh).removeprefix("元/")
        if plain in {per.value, f"元/{of}", f"元每{of}", f"每{of}", of}:
            return per
    raise InvalidRow(column, "cell.unknown_per")
