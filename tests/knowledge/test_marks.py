"""What code asks of rows instead of naming them: the general report, what raises one, background, secrecy, schools."""

from collections.abc import Callable, Mapping

import pytest

from knowledge.errors import WrongRules
from knowledge.rulebook.book import Rulebook
from knowledge.vocabulary import Role, SchoolStage

Files = Mapping[str, str]
Load = Callable[[Files], Rulebook]
CONCEPT = """[[concept]]
code = "is_report_x"
name = "欺凌要报告"
name_en = "Bullying"
{more}
way = [{{when = {{bullied = true}}, mark = "MEMORY"}}]
"""
SERVICE = """[[service]]
code = "B01"
name = "心理辅导"
name_en = "Counselling"
needs = []
requirement = []
points = ["school"]
schools = ["college"]
source = "测试"
"""


def reported(texts: Files, **more: str) -> Files:
    """The matters of the small rulebook, with more said of some."""
    text = texts["matters/all.toml"]
    for code, said in more.items():
        text = text.replace(f'code = "{code}"', f'code = "{code}"\n{said}', 1)
    return {"matters/all.toml": text}


def refused(loads: Load, changed: Files) -> tuple[str, ...]:
    with pytest.raises(WrongRules) as caught:
        loads(changed)
    return caught.value.problems


def test_one_matter_of_mandatory_report_is_the_general_one(loads: Load, texts: Files):
    book = loads(reported(texts, M01="report = true", M02="report = true\ngeneral = true"))
    assert book.general.code == "M02"


def test_no_general_report_is_refused(loads: Load, texts: Files):
    (problem,) = refused(loads, reported(texts, M02="report = true"))
    assert "M02: 强制报告的事项里" in problem
    assert "现有 0 项" in problem


def test_two_general_reports_are_refused(loads: Load, texts: Files):
    both = "report = true\ngeneral = true"
    (problem,) = refused(loads, reported(texts, M01=both, M02=both))
    assert "M02: " in problem
    assert "现有 2 项" in problem


@pytest.mark.parametrize("said", ["general = true", "report = true\ngeneral = true"], ids=["no report", "no handler"])
def test_a_general_report_that_nobody_takes_is_refused(said: str, loads: Load, texts: Files):
    assert [p for p in refused(loads, reported(texts, M03=said)) if "M03: general = true 的事项须是强制报告事项" in p]


def test_what_raises_a_report_names_a_matter_of_report(loads: Load, texts: Files):
    matters = reported(texts, M02="report = true\ngeneral = true")
    concepts = CONCEPT.format(more='raises = "M02"')
    assert [c.raises for c in loads({**matters, "concepts/all.toml": concepts}).triggers] == ["M02"]
    for raised, says in (("M01", "事项 M01 不是强制报告事项"), ("M77", "M77")):
        (problem,) = refused(loads, {**matters, "concepts/all.toml": concepts.replace("M02", raised)})
        assert says in problem


def test_what_tells_of_harm_cannot_stand_unsealed(loads: Load):
    (problem,) = refused(loads, {"concepts/all.toml": CONCEPT.format(more='unsealed = true\nfield_class = "F5"')})
    assert "F5 的概念不能明文存放" in problem
    assert loads({"concepts/all.toml": CONCEPT.format(more="unsealed = true")}).concepts["is_report_x"].unsealed


def test_a_stage_that_is_none_is_refused(loads: Load):
    assert [p for p in refused(loads, {"services/all.toml": SERVICE}) if "college" in p]


def test_the_shipped_marks(book: Rulebook):
    """The general matter, the nine situations, the three handlers of the law's words, in their order."""
    takers = [d.body for d in book.general.duty if d.role is Role.HANDLER]
    assert takers == ["police", "civil_affairs", "education"]
    assert book.general.hotlines[0] == "110"
    assert [c.raises for c in book.triggers] == [m.code for m in sorted(
        (m for m in book.matters.values() if m.report and not m.general), key=lambda m: m.code
    )]  # fmt: skip
    assert {"age", "is_minor"} <= book.background
    assert "sexual_harm" not in book.background
    assert {k.code for k in book.kinds.values() if k.confidential} == {"shelter", "one_stop_station"}
    assert [s.code for s in book.services.values() if s.schools == (SchoolStage.PRIMARY,)] == ["B23"]
