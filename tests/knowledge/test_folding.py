"""Texts as they are compared: the same in whatever width and with whatever spaces they are written."""

from hypothesis import given
from hypothesis import strategies as st

from knowledge.folding import folded


def test_width_and_spaces_make_no_difference():
    assert folded("　Ａ１ （二）\t巷 ") == folded("A1(二)巷") == "A1(二)巷"


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_signs_stay_as_they_are(text: str):
    assert folded(text) == "".join(c for c in text if not c.isspace())
