"""公民身份号码 as written by people: its form, its check sign (GB 11643), the birth in it; it is never stored."""

import re
import unicodedata
from datetime import date

from knowledge.errors import BadInput

FORM = re.compile(r"\d{17}[\dX]")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
SIGNS = "10X98765432"
"""The check sign, by the weighted sum modulo 11."""


def citizen_number(text: str, field: str = "citizen") -> str:
    """A number of 18 signs in its one form.

    Raises:
        BadInput: It is none; the message does not repeat it.
    """
    plain = re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", text)).upper()
    if not FORM.fullmatch(plain) or born(plain) is None:
        raise BadInput(field, "cell.citizen_wrong")
    if SIGNS[sum(int(d) * w for d, w in zip(plain, WEIGHTS, strict=False)) % 11] != plain[-1]:
        raise BadInput(field, "cell.citizen_wrong")
    return plain


def born(number: str) -> date | None:
    """The day of birth in a number; None if there is no such day."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
