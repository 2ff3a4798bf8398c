"""A row that ends though its text is still in force ends by inference: a newer text follows it, or it says why."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from knowledge.rulebook.book import Rulebook
from tests.support import readings

Row = Mapping[str, Any]
WHOM = ("body", "who", "accept")
"""What must be the same in the row that follows, where rows of this kind name it."""


def lists(row: object, path: str = "") -> Iterator[tuple[str, list[Row]]]:
    """Each list of rows inside a row."""
    for key, value in row.items() if isinstance(row, Mapping) else ():
        yield from lists(value, f"{path}.{key}")
    if isinstance(row, list) and row and all(isinstance(x, Mapping) for x in row):
        yield path, row
        for x in row:
            yield from lists(x, f"{path}[{x.get('code') or x.get('id') or ''}]")


def documents(row: Row) -> set[str]:
    return {c["clause"].partition("/")[0] for c in row.get("cite", ())}


def follows(old: Row, new: Row, newer: Mapping[str, set[date | None]]) -> bool:
    """Whether a row rests on a text that begins when the other ends, and is about the same body."""
    begins = any(old["until"] in newer.get(d, ()) for d in documents(new))
    return begins and all(old.get(k) == new.get(k) for k in WHOM)


def ended(book: Rulebook) -> Iterator[str]:
    newer = {d.id: {v.since for v in d.version} for d in book.texts.documents.values()}
    for path in readings.files():
        for name, rows in lists(tomllib.loads(path.read_text("utf-8")), path.stem):
            for row in rows:
                said = row.get("note") or row.get("mark") == "MEMORY"
                if "until" in row and not said and not any(follows(row, x, newer) for x in rows):
                    yield f"{name} {row.get('act') or row.get('text') or row.get('when')}"


def test_what_ended_by_inference_is_followed_by_a_newer_text_or_says_why(book: Rulebook):
    assert list(ended(book)) == []


def test_a_row_that_nothing_follows_is_seen():
    old = {"until": date(2026, 7, 1), "body": "civil_affairs", "cite": [{"clause": "SJZ/11", "quote": "审批"}]}
    new = {"body": "civil_affairs", "cite": [{"clause": "SJ/44", "quote": "确认"}]}
    newer: dict[str, set[date | None]] = {"SJ": {date(2026, 7, 1)}}
    assert follows(old, new, newer)
    assert not follows(old, {**new, "body": "supervision"}, newer)
    assert not follows(old, old, newer)
