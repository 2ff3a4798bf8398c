"""In which encoding a text is written: proven, or refused (编码).

Nearly every sequence of bytes is some text in GB 18030. What is read so must look like Chinese of today: no kana, no
private signs, in each line most characters among the 3,755 common ones, and nowhere a stretch whose characters are
not those that Chinese uses every day: EUC-KR and EUC-JP look like common characters drawn by lot. Big5, Shift-JIS and
two encodings glued together do not pass either.
"""

import math
import re
from functools import cache
from pathlib import Path

from knowledge.errors import BadFile
from knowledge.vocabulary import FileProblem
from loaders.tables.problems import bad_file, not_a_table

COMMON, MOST = 0.5, 4
"""Share of a line's characters that must be common ones, if it has at least so many."""
_STRANGE = re.compile("[\u3040-\u30ff\u3100-\u312f\ue000-\uf8ff]")
"""Kana, Bopomofo and private signs."""
HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
LEVEL_ONE = frozenset(
    sign
    for row in range(0xB0, 0xD8)
    for sign in bytes(b for cell in range(0xA1, 0xFF) for b in (row, cell)).decode("gb2312", "ignore")
)
"""The characters of the first level of GB 2312, which is in the order of sounds."""
EVERYDAY = Path(__file__).with_name("everyday.txt")
"""The characters of Chinese of today, the most frequent first; `tools/everyday.py` counts them."""
RANK, UNLIKE, JUDGED = 3, 10.0, 12
"""Rank from which frequencies fall by Zipf's law; greatest unlikeness to Chinese of a stretch of lines (the names of
three of the nation's 3,000 districts exceed it); least characters to judge a whole file (configured values).
"""
NOW_IN_UNICODE = str.maketrans(
    {
        0xE816: "\U00020087",
        0xE817: "\U00020089",
        0xE818: "\U000200cc",
        0xE81E: "\u9fb4",
        0xE826: "\u9fb5",
        0xE82B: "\u9fb6",
        0xE82C: "\u9fb7",
        0xE831: "\U000215d7",
        0xE832: "\u9fb8",
        0xE83B: "\U0002298f",
        0xE843: "\u9fb9",
        0xE854: "\u9fba",
        0xE855: "\U000241fe",
        0xE864: "\u9fbb",
    }
)
"""Characters that GB 18030-2000 had to put among the private signs, and where Unicode has them now."""


def decoded(data: bytes) -> str:
    """Return the text of a file.

    Raises:
        BadFile: its encoding is unknown, or it is no text.
    """
    text = _unicode(data)
    if text is None:
        text = _chinese(data)
    if "\0" in text:
        raise not_a_table()
    return text.translate(NOW_IN_UNICODE)


def _unicode(data: bytes) -> str | None:
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        if encoding == "utf-16":
            raise unknown() from None
        return None


def _chinese(data: bytes) -> str:
    """As GB 18030."""
    try:
        text = data.decode("gb18030").translate(NOW_IN_UNICODE)
    except UnicodeDecodeError:
        raise unknown() from None
    if _STRANGE.search(text):
        raise unknown()
    stretch, began = 0.0, 1
    for number, line in enumerate(data.splitlines(), 1):
        if line.isascii():
            continue
        read = line.decode("gb18030", "replace")
        if not common_enough(read) or _is_utf8(line):
            raise unknown(number)
        stretch, began = min(0.0, stretch + likeness(read)), number if stretch == 0 else began
        if stretch < -UNLIKE:
            raise unknown(began)
    if likeness(text) < 0 and len(HAN.findall(text)) >= JUDGED:
        raise unknown()
    return text


def common_enough(text: str) -> bool:
    """True if most characters of a text are common ones, or it is Chinese all the same; one of few need not be."""
    signs = HAN.findall(text)
    few = len(signs) < MOST or sum(sign in LEVEL_ONE for sign in signs) >= COMMON * len(signs)
    return few or likeness(text) > 0


def likeness(text: str) -> float:
    """Return the log-likelihood ratio of the characters in Chinese against a uniform draw from the common ones."""
    weights, least = _weights()
    return sum(weights.get(sign, least) for sign in HAN.findall(text))


@cache
def _weights() -> tuple[dict[str, float], float]:
    """The weight of each everyday character, and of all others."""
    order = EVERYDAY.read_text("utf-8").strip()
    whole = sum(1 / (rank + RANK) for rank in range(len(LEVEL_ONE) + len(order)))
    weights = {sign: math.log(len(LEVEL_ONE) / (whole * (rank + RANK))) for rank, sign in enumerate(order)}
    return weights, min(weights.values()) - 1


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def unknown(line: int | None = None) -> BadFile:
    """Return the error for an unknown encoding, with the first line concerned."""
    if line is None:
        return bad_file("file.unknown_encoding", FileProblem.ENCODING)
    return bad_file("file.unknown_encoding_line", FileProblem.ENCODING, line=line)
