"""Gaps that are alike, joined by the API: read by what is lacked (缺口)."""

from collections import defaultdict
from collections.abc import Iterable

from web.parts.asking import Row


def by_subject(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """The groups of gaps of each need or service, by code in order."""
    by_code: dict[str, list[Row]] = defaultdict(list)
    for group in rows:
        for subject in group["subjects"]:
            by_code[subject["code"]].append(group)
    return dict(sorted(by_code.items()))
