"""What a row says to people names a matter, a benefit or a fact in words, never by its code."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tests.support import readings
from tests.support.walks import every

CODE = re.compile(r"(?<![A-Za-z0-9])(?:[BDMNO]\d{2,4}|[A-Z]{2,5}/\d+)(?![A-Za-z0-9])|[a-z]+_[a-z_]+")
CHINESE = re.compile("[一-鿿]")
NOT_SAID = ("clause", "quote")
"""Names of clauses, and the words of articles: shown as they are, with the title."""
FILES = (*readings.files(), *sorted((readings.KNOWLEDGE / "casework").glob("*.toml")))


def texts_of(row: object, key: str = "") -> Iterator[str]:
    """The texts of a row that people read."""
    for name, value in row.items() if isinstance(row, dict) else ():
        yield from texts_of(value, name)
    for value in row if isinstance(row, list) else ():
        yield from texts_of(value, key)
    if isinstance(row, str) and key not in NOT_SAID and CHINESE.search(row):
        yield row


@every("path", FILES, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_no_text_shows_a_code(path: Path):
    texts = texts_of(tomllib.loads(path.read_text("utf-8")))
    assert [t for t in texts if CODE.search(t)] == []


def test_a_code_in_a_text_is_found():
    row = {"step": [{"text": "先临时监护（M36）", "cite": [{"clause": "XF/236之一", "quote": "奸淫"}]}]}
    assert [t for t in texts_of(row) if CODE.search(t)] == ["先临时监护（M36）"]
    assert CODE.search("见law_allows、MFD/31")
    assert not CODE.search("拨打110、120，A4纸，APP")
