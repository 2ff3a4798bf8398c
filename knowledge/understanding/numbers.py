"""Numbers as people write them: 12, 十二, 两, 半 (数)."""

import re

DIGITS = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "俩": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
NUMBER = (
    "(?:\\d{1,2}|[廿卅][一二三四五六七八九]?|[一二三四五六七八九]?十[一二三四五六七八九]?|[零〇一二两三四五六七八九])"
)
"""A number up to 99, as a pattern."""
TENS = {"廿": "二十", "卅": "三十"}
_PARTS = re.compile(f"([{''.join(DIGITS)}]?)(十?)([{''.join(DIGITS)}]?)")


def number(text: str) -> int:
    """The value of a text that matches `NUMBER`.

    Raises:
        ValueError: it is no such number.
    """
    if text.isdecimal():
        return int(text)
    for short, long in TENS.items():
        text = text.replace(short, long)
    match = _PARTS.fullmatch(text)
    if match is None:
        raise ValueError(text)
    tens, ten, ones = match.groups()
    if not ten:
        return DIGITS[tens or ones]
    return DIGITS.get(tens, 1) * 10 + DIGITS.get(ones, 0)
