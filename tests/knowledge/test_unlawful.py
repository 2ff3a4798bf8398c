"""What only the unlawful is forbidden is not forbidden outright; who decides is whom the text lets decide."""

import re

from knowledge.permissions.decision import Permission, permitted
from knowledge.rows.rows import Norm
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import Situation
from knowledge.vocabulary import Modality
from tests.knowledge.test_permission_walk import HOLDERS, ON
from tests.support.walks import every

_QUALIFIED = re.compile(r"(?:非法|违法|违反(?:国家|有关)?规定[，,]?)(?!犯罪)(\w\w)(?:(?:或者|、)(?:变相)?(\w\w))?")
"""The verb that a text forbids only where it is done against the law, and a second one beside it."""
_WRONG = re.compile("非法|违规|变相|擅自|私|不办登记")
"""An act named as wrong may be forbidden outright."""
_SHARED = {"medical_insurance": "医疗保障", "housing": "住房"}
_DECIDES = re.compile(r"^(?:决定|裁决|批准|审批|作出|处理.*争议|撤销(?!监护后)|宣告)")


def qualified(book: Rulebook, n: Norm) -> bool:
    """Whether the words forbid an act only where it is unlawful, and the act is not named as unlawful."""
    act = book.acts[n.act]
    verbs = {v for c in n.cite for m in _QUALIFIED.finditer(c.quote) for v in m.groups() if v}
    return not _WRONG.search(act.name) and any(v in act.name for v in verbs)


def test_what_only_the_unlawful_is_forbidden_has_a_condition_or_an_exception(book: Rulebook):
    rows = [n for n in book.norms.values() if n.modality is Modality.MUST_NOT and qualified(book, n)]
    assert {"adopt_child", "search_body", "levy_on_schools", "expel_pupil"} <= {n.act for n in rows}
    assert [n.id for n in rows if not (n.when.atoms or n.exception)] == []


def test_who_decides_is_named_by_the_words_that_let_it_decide(book: Rulebook):
    """Whoever may only apply has an act of its own."""
    others = {
        (n.id, by)
        for n in book.norms.values()
        if _DECIDES.search(book.acts[n.act].name) and n.modality in (Modality.MAY, Modality.MUST)
        for by in n.by
        if not re.search((HOLDERS | _SHARED).get(by, "$^"), "".join(c.quote for c in n.cite))
    }
    assert others == set()


@every(
    ("act", "by", "facts", "answer"),
    [
        ("adopt_child", "relative", {}, Permission.DEPENDS),
        ("adopt_child", "relative", {"law_allows": True}, Permission.YES),
        ("adopt_child", "public", {"law_allows": False}, Permission.NO),
        ("keep_found_child", "public", {}, Permission.NO),
        ("search_body", "police", {}, Permission.DEPENDS),
        ("search_body", "police", {"case_kind": "criminal", "procedural_role": "suspect"}, Permission.YES),
        ("search_body", "police", {"case_kind": "criminal", "procedural_role": "victim"}, Permission.NO),
        ("search_body", "teacher", {}, Permission.NO),
        ("decide_enrolment_dispute", "guardian", {"disability": True}, Permission.NO),
        ("apply_enrolment_decision", "guardian", {"disability": True}, Permission.YES),
        ("provide_sealed_record", "school", {"law_allows": True}, Permission.NO),
        ("provide_sealed_record", "court", {"law_allows": True}, Permission.YES),
        ("suspend_contact", "guardian", {}, Permission.NO),
        ("represent_child", "social_work_station", {"age": 9}, Permission.NO),
        ("represent_child", "guardian", {"age": 9}, Permission.YES),
        ("hospitalise_patient", "school", {}, Permission.NO),
        ("decide_conditional_non_prosecution", "procuratorate", {"procedural_role": "suspect"}, Permission.DEPENDS),
        ("offer_for_adoption", "civil_affairs", {"guardian_state": "missing"}, Permission.DEPENDS),
    ],
)
def test_a_lawful_way_is_left_to_whom_the_text_leaves_it(
    book: Rulebook, act: str, by: str, facts: dict[str, object], answer: Permission
):
    assert permitted(book, act, by, Situation(**facts), ON).answer is answer
