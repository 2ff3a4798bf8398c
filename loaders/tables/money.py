"""Amounts of money in cells, and for what they are paid (金额)."""

import re
from decimal import Decimal

from knowledge.folding import folded
from loaders.tables.cells import required
from loaders.tables.keys import InvalidRow
from network.standards import PaidPer

MOST = 1_000_000
"""Yuan that can be meant by one payment."""
_AMOUNT = re.compile(r"(\d{1,9}(?:\.\d{1,6})?)(万)?元?")
_TEN_THOUSAND = 10_000


def yuan(text: str, column: str) -> float:
    """An amount in yuan, to the cent: 1868, 1,868.50, 1868元, 1.2万元."""
    m = _AMOUNT.fullmatch(folded(required(text, column)).replace(",", ""))
    amount = Decimal(m[1]) * (_TEN_THOUSAND if m[2] else 1) if m else Decimal(0)
    if not 0 < amount <= MOST or amount != round(amount, 2):
        raise InvalidRow(column, "cell.not_an_amount", most=MOST)
    return float(amount)


def payment(amount: str, per: str) -> tuple[float, PaidPer]:
    """Return the amount and its period; the amount's cell or heading may repeat it (24000元/年), not contradict it."""
    number, _, stated = re.sub(r"[每·]", "/", re.sub(r"[/每·]人", "", folded(amount))).partition("/")
    unit = paid_per(per, "per")
    if stated and paid_per(stated, "amount") is not unit:
        raise InvalidRow("per", "cell.per_contradicts", stated=stated)
    return yuan(number, "amount"), unit


def paid_per(text: str, column: str) -> PaidPer:
    """For what an amount is paid: 元/月, 每月, 月, month."""
    plain = folded(required(text, column)).lower()
    for per in PaidPer:
        of = folded(per.zh).removeprefix("元/")
        if plain in {per.value, f"元/{of}", f"元每{of}", f"每{of}", of}:
            return per
    raise InvalidRow(column, "cell.unknown_per")
