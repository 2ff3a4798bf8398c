"""Numbers in addresses: digits, Chinese numerals, lanes that count (数字)."""

import re

from knowledge.folding import folded

DIGITS = "一二三四五六七八九"
CHINESE_NUMBER = DIGITS + "十"
LANE = r"[巷街路横里马]"
NUMERAL = r"(?:\d+|[零〇一二两三四五六七八九十百千]+)"
_VALUES = {"零": 0, "〇": 0, "两": 2, **{c: i for i, c in enumerate(DIGITS, 1)}}
_TIMES = {"十": 10, "百": 100, "千": 1000}
_LIMIT, _MOST = 100, 10_000


def value(text: str) -> int:
    """A number below ten thousand in digits, in Chinese numerals, or digit by digit (三〇二); 0 if it is none."""
    if text.isdecimal():
        return int(text)
    if all(c in _VALUES for c in text) and text:
        return int("".join(str(_VALUES[c]) for c in text)) if text[0] not in "零〇" or len(text) == 1 else 0
    total, last = 0, _MOST
    digit: int | None = None
    for c in text.replace("〇", "零"):
        if c in _TIMES:
            if _TIMES[c] >= last or (digit is None and (c != "十" or total)):
                return 0
            total, digit, last = total + (digit or 1) * _TIMES[c], None, _TIMES[c]
        elif c == "零":
            if digit is not None or not total:
                return 0
        elif c not in _VALUES or digit is not None:
            return 0
        else:
            digit = _VALUES[c]
    colloquial = digit is not None and _LIMIT <= last < _MOST and text[-2] not in "零〇"  # 一百二 may be 120 or 102
    return 0 if colloquial else total + (digit or 0)


def numeral(text: str) -> int:
    """A number up to 99 in Chinese numerals or digits, as lanes and ordinals have it; 0 if it is neither."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if any(len(p) > 1 or p not in DIGITS for p in (tens, ones)):
        return 0
    return (DIGITS.index(tens) + 1 if tens else len(ten)) * 10 + (DIGITS.index(ones) + 1 if ones else 0)


def chinese(number: int) -> str:
    """A number from 1 to 99 in Chinese numerals: 14 is 十四."""
    tens, ones = divmod(number, 10)
    ten = ("" if tens == 1 else DIGITS[tens - 1]) + "十" if tens else ""
    return ten + (DIGITS[ones - 1] if ones else "")


def canonical(road: str) -> str:
    """A road's name as it is stored: lane numbers in Chinese (黄田3巷 is 黄田三巷)."""
    return re.sub(rf"(?<!\d)\d{{1,2}}(?={LANE})", lambda m: chinese(int(m[0])) or m[0], folded(road))
