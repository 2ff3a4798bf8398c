"""Opening hours that a person types are read as she writes them, in a draft as in a file."""

import pytest

from knowledge.calendar.hours import UnreadableHours
from knowledge.calendar.written import readable


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("周一至周日 9:00-21:00", ("Mo-Su 09:00-21:00",)),
        ("Mo-Fr 09:00-17:30", ("Mo-Fr 09:00-17:30",)),
        ("24/7", ("24/7",)),
        ("每天 18:00-20:00；法定节假日休息", ("Mo-Su 18:00-20:00", "PH off")),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, rows: tuple[str, ...]):
    assert readable((text,)) == rows


@pytest.mark.parametrize("text", ["晚上", "周一 25:00-26:00", "工作日 9:00-17:00"])
def test_hours_that_nobody_can_read_are_refused(text: str):
    with pytest.raises(UnreadableHours):
        readable((text,))
