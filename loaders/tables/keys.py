"""Keys in cells: identifiers of organisations, an office's own numbers, and what must never be one (编码与编号)."""

import re
from typing import Any

from graph_model.jobs.loading import Rejected
from knowledge.folding import folded
from knowledge.messages.message import Message, message


class InvalidRow(Exception):  # a fact about a row, as the domain errors are
    """A row that cannot be loaded: the column at fault and the code of the message, never a value."""

    def __init__(self, column: str | None, reason: str, /, **params: Any) -> None:
        super().__init__(reason)
        self.column, self.reason = column, Message(reason, params)

    def at(self, line: int) -> Rejected:
        """The entry of the report."""
        return Rejected(line, self.reason, self.column)


DAMAGED = re.compile(r"^\d([.]\d+)?[eE]\+?\d+$")
EXTERNAL = re.compile(r"^[0-9A-Za-z][0-9A-Za-z_-]{2,39}$")
COUNTER = re.compile(r"0*\d{1,4}")
"""A number that counts rows: no organisation has so short a code."""
CITIZEN = re.compile(
    r"\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]"
    r"|(?<!\d)\d{6}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?!\d)"
)
"""公民身份号码 of 18 or, before 1999, of 15 digits, whatever surrounds it: it contains a date of birth."""
PHONE = re.compile(r"(?:\+?86)?1[3-9]\d{9}")
"""The number of a mobile telephone: a person's, and no key of a record."""
IN_TEXT = re.compile(rf"(?<![0-9]){PHONE.pattern}(?![0-9])", re.ASCII)
IN_NUMERALS = re.compile(
    "[1一幺壹][3-9三四五六七八九叁肆伍陆柒捌玖][0-9〇零○一幺壹二两贰三叁四肆五伍六陆七柒八捌九玖]{9}"
)
"""The same in numerals as they are written or spoken, whatever numeral is beside it (张三一三八…)."""
SHORTEST = 15
"""Digits of a citizen's number before 1999."""
USCC_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Signs of a 统一社会信用代码 (GB 32100-2015), in the order of their values."""
USCC_LENGTH = 18


def credit_code(text: str) -> bool:
    """True if a text is a 统一社会信用代码: 18 characters, the last one a check of the others."""
    values = [USCC_SIGNS.find(c) for c in text.upper()]
    if len(values) != USCC_LENGTH or -1 in values or not values[0]:  # no register has the number 0
        return False
    return sum(v * pow(3, i, 31) for i, v in enumerate(values[:-1])) % 31 == -values[-1] % 31


def wrong_credit_code(text: str) -> Message | None:
    """Return why a text under the heading of a 统一社会信用代码 is none; a citizen's number is judged by `external`."""
    plain = folded(text)
    if not plain or credit_code(plain) or CITIZEN.search(_bare(plain)):
        return None
    if len(plain) == USCC_LENGTH and set(plain.upper()) <= set(USCC_SIGNS):
        return message("cell.credit_code_wrong")
    return message("cell.not_a_credit_code", length=len(plain))


def external(text: str, column: str) -> str | None:
    """A 统一社会信用代码, 学校标识码 or other key of an organisation; never a number that counts rows."""
    if COUNTER.fullmatch(folded(text)):
        raise InvalidRow(column, "cell.counter_for_a_key")
    return _key(text, column)


def _key(text: str, column: str) -> str | None:
    """A key; never a citizen's number. None for an empty cell."""
    if not (plain := folded(text)):
        return None
    if credit_code(plain):
        return plain.upper()
    if CITIZEN.search(_bare(plain)):
        raise InvalidRow(column, "cell.citizen_number")
    if DAMAGED.match(plain) or not EXTERNAL.match(plain):
        raise InvalidRow(column, "cell.not_a_key")
    if len(plain) == USCC_LENGTH and set(plain.upper()) <= set(USCC_SIGNS):
        raise InvalidRow(column, "cell.credit_code_wrong")
    return plain


def holds_citizen(text: str) -> bool:
    """True if a cell that needs none contains a citizen's number, in any context; nothing excuses one."""
    return len(text) >= SHORTEST and bool(CITIZEN.search(folded(text).replace("-", "")))


def holds_phone(text: str) -> bool:
    """True if a text contains the number of a mobile telephone."""
    bare = re.sub("[·•・—–]", "", _bare(folded(text)))
    return bool(IN_TEXT.search(bare)) or any(not m[0].isascii() for m in IN_NUMERALS.finditer(bare))


def _bare(text: str) -> str:
    """A key without what people write between its digits."""
    return re.sub(r"[-_./]", "", text)


def person_key(text: str, column: str) -> str | None:
    """The office's own number of a person or of a record about one; None for an empty cell.

    Some citizen's numbers are also valid credit codes of organisations: a person has none, so nothing excuses one here.
    """
    if CITIZEN.search(_bare(folded(text))):
        raise InvalidRow(column, "cell.citizen_number")
    if PHONE.fullmatch(_bare(folded(text))):
        raise InvalidRow(column, "cell.phone_for_a_key")
    return _key(text, column)
