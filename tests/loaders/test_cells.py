"""A key that looks like a citizen's number is refused, unless it is an organisation's credit code."""

import pytest

from loaders.tables.keys import InvalidRow, credit_code, external, person_key

SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
"""Both as GB 32100-2015 prints them."""


def check_sign(first: str) -> str:
    """The last sign of a credit code, from the weights of the standard."""
    return SIGNS[-sum(w * SIGNS.index(c) for w, c in zip(WEIGHTS, first, strict=True)) % 31]


def code_like_a_person() -> str:
    """A credit code of digits only, with what reads as a day of birth at the seventh sign."""
    firsts = (f"91440019900101{n:03}" for n in range(1000))
    return next(first + check_sign(first) for first in firsts if check_sign(first).isdecimal())


def test_a_credit_code_that_looks_like_a_citizens_number_is_kept():
    code = code_like_a_person()
    assert credit_code(code)
    assert external(code, "external_id") == code


def test_with_any_other_last_digit_it_is_refused_and_not_repeated():
    code = code_like_a_person()
    for last in {*"0123456789Xx"} - {code[-1]}:
        assert not credit_code(code[:-1] + last)
        with pytest.raises(InvalidRow) as error:
            external(code[:-1] + last, "external_id")
        assert code[:-1] not in str(vars(error.value))


def test_two_signs_exchanged_are_no_credit_code():
    first = "91350100M000100Y4"
    assert credit_code(first + check_sign(first))
    assert not credit_code("91350100M0001004Y" + check_sign(first))
    assert not credit_code(first)


def test_a_person_has_no_credit_code_to_excuse_a_citizens_number():
    with pytest.raises(InvalidRow):
        person_key(code_like_a_person(), "key")
    assert person_key("2026-0017", "key") == "2026-0017"
