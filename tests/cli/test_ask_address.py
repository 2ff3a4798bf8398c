"""`tongxin ask --at` takes an address where it takes a code or a name."""

import pytest

from cli.ask.questions import query_for


@pytest.mark.parametrize(
    ("question", "need"), [("M08", None), ("referral", None), ("coverage", "N16"), ("network", None)]
)
@pytest.mark.parametrize(("text", "by"), [("示例大道95号", "address"), ("某某社区", "name"), ("三号路社区", "name")])
def test_a_house_number_makes_the_place_an_address(question: str, need: str | None, text: str, by: str):
    _, variables = query_for(question, {"name": text}, {}, None, need)
    assert variables["at"] == {by: text}
