"""The counts of duties as JSON values and back: what a job stores of the goals (作业里的合计)."""

from collections.abc import Mapping
from dataclasses import astuple
from typing import Any

from analytics.obligations.fulfilment import DutyCounts
from knowledge.obligations.rates import Rate
from knowledge.obligations.standing import Standing
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import Severity


def written(d: DutyCounts) -> dict[str, Any]:
    """As JSON values."""
    return {
        "known": d.known,
        "rate": astuple(d.rate),
        "rates": {code: astuple(r) for code, r in d.rates.items()},
        "standings": {s.value: n for s, n in d.standings.items()},
        "severities": {s.value: n for s, n in d.severities.items()},
    }


def read(book: Rulebook, stored: Mapping[str, Mapping[str, Any]]) -> dict[str, DutyCounts]:
    """By code; without those that the rules no longer have."""
    return {
        code: DutyCounts(
            book.obligations[code],
            row["known"],
            Rate(*row["rate"]),
            {part: Rate(*r) for part, r in row["rates"].items()},
            {Standing(s): n for s, n in row["standings"].items()},
            {Severity(s): n for s, n in row["severities"].items()},
        )
        for code, row in stored.items()
        if code in book.obligations
    }
