"""The numbers for emergencies in one order on the whole sheet of a matter: in its steps and whom to turn to."""

from knowledge.rulebook.load import rulebook
from tests.scenarios.sheets import MADE_ON, matter
from tests.support.walks import every

EMERGENCY = ("110", "120")


def in_order_of(text: str) -> list[str]:
    return sorted((n for n in EMERGENCY if n in text), key=text.index)


@every("code", [m.code for m in rulebook().matters.values()])
def test_steps_and_whom_to_turn_to_call_the_emergency_numbers_in_one_order(code: str):
    """Each number that a step names has a line, and an office that answers it is never said to have none."""
    s = matter({"matter": code, "situation": {}, "on": MADE_ON})
    named = [n for step in s.now for n in in_order_of(step.text)]
    assert [c.phone.text for c in s.who if c.phone.text in EMERGENCY] == list(dict.fromkeys(named))
    for step in s.now:
        dialled = [c.phone.text for c in step.who if c.phone.text in EMERGENCY and c.phone.text in step.text]
        assert dialled in ([], in_order_of(step.text))
