"""May they? — questions answered from the statute text, each with the article that decides it."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest

from knowledge.errors import NotFound
from knowledge.permissions.decision import Permission, permitted
from knowledge.rulebook.book import Rulebook
from knowledge.situation.situation import Situation
from knowledge.vocabulary import Modality, Verdict
from tests.support.walks import every

ON = date(2026, 11, 24)
YES, NO, DEPENDS, SILENT = Permission.YES, Permission.NO, Permission.DEPENDS, Permission.NOT_STATED

Story = tuple[str, str, str, dict[str, Any], Permission]

STORIES: tuple[Story, ...] = (
    # 第二次通读改正的
    (
        "XQ/21",
        "process_child_data",
        "kindergarten",
        {
            "age": 4,
            "guardian_consents": False,
            "crime_suspected": False,
            "sexual_harm": False,
            "life_danger": False,
            "domestic_violence": False,
            "abused_or_abandoned": False,
            # 未成年人保护法11: other dangers are reported as well
            **dict.fromkeys(("bullied", "unattended", "missing", "night_out", "begging"), False),
            **dict.fromkeys(("self_harm", "guardian_incites", "injury", "pregnant", "malnourished"), False),
            **dict.fromkeys(("abandoned", "trafficked", "crime_under_way", "lives_alone"), False),
            "identity_known": True,
            "net_harm": "no_net_harm",
            "guardian_state": "able",
        },
        NO,
    ),
    ("WB/94", "assume_long_term_guardianship", "civil_affairs", {"parents_searched": True}, YES),
    (
        "MFD/36",
        "apply_revocation",
        "civil_affairs",
        {
            "guardian_state": "detained",
            "entrusted": False,
            "unattended": True,
        },
        YES,
    ),
    ("JSWS/40", "restrain_patient", "medical", {"danger_to_others": True}, DEPENDS),
    ("JSWS/40", "restrain_patient", "medical", {"danger_to_others": True, "law_allows": True}, YES),
    (
        "YF/38",
        "send_to_specialised_school",
        "education",
        {"conduct": "crime_not_punished", "specialised_assessed": True},
        YES,
    ),
    ("WB/122", "revoke_licence", "market", {"refuses_to_correct": True}, YES),
    # 学校、幼儿园
    ("YJ/27", "expel_pupil", "school", {"school_kind": "junior"}, NO),
    ("WB/28", "expel_pupil", "school", {"school_kind": "senior"}, DEPENDS),
    ("WB/28", "expel_pupil", "school", {"school_kind": "senior", "law_allows": False}, NO),
    ("YJ/2", "charge_tuition", "school", {"school_kind": "primary"}, NO),
    ("YJ/25", "charge_fees", "school", {}, DEPENDS),
    ("CJJ/7", "refuse_enrolment_disabled", "school", {"schooling": "supported"}, NO),
    ("CJJ/7", "refuse_enrolment_disabled", "school", {}, DEPENDS),
    ("XQ/17", "refuse_enrolment_disabled", "kindergarten", {"schooling": "ordinary"}, NO),
    ("WB/27", "corporal_punishment", "teacher", {}, NO),
    ("WB/39", "conceal_bullying", "school", {"severity": "serious"}, NO),
    ("WB/39", "conceal_bullying", "school", {}, DEPENDS),
    ("WB/40", "conceal_sexual_harm", "kindergarten", {}, NO),
    ("WB/70", "keep_phone", "school", {}, YES),
    ("WB/38", "arrange_commercial_activity", "school", {}, NO),
    ("ZA/47", "search_body", "teacher", {}, NO),
    ("YF/31", "discipline_pupil", "school", {"conduct": "bad", "refuses_to_correct": True}, YES),
    ("XQ/15", "hold_entrance_exam", "kindergarten", {}, NO),
    ("GZYE/44", "give_medicine", "kindergarten", {"guardian_consents": False, "urgent": False}, NO),
    ("GZYE/44", "give_medicine", "kindergarten", {"guardian_consents": False}, DEPENDS),
    ("YF/21", "station_social_worker", "school", {}, YES),
    # 家庭
    ("WB/17", "beat_child", "guardian", {}, NO),
    ("WB/17", "marry_off_child", "guardian", {}, NO),
    ("WB/17", "keep_out_of_school", "guardian", {}, NO),
    ("WB/22", "entrust_care", "guardian", {"guardian_state": "absent_temporarily"}, YES),
    ("WB/22", "entrust_care", "guardian", {"guardian_state": "able"}, NO),
    ("WB/22", "entrust_care", "guardian", {}, DEPENDS),
    ("MFD/35", "dispose_childs_property", "guardian", {}, DEPENDS),
    ("MFD/35", "dispose_childs_property", "guardian", {"in_childs_interest": False}, NO),
    # 经营场所、用工
    ("WB/57", "lodge_minor", "hotel", {}, DEPENDS),
    ("WB/57", "lodge_minor", "hotel", {"crime_suspected": False}, YES),
    ("WB/57", "lodge_minor_unchecked", "hotel", {}, NO),
    ("HLW/21", "admit_minor", "net_cafe", {"age": 17}, NO),
    ("WB/58", "admit_minor", "bar", {"age": 17}, NO),
    ("YL/23", "admit_minor", "entertainment", {"age": 17}, NO),
    ("HLW/9", "site_venue_near_school", "net_cafe", {}, NO),
    ("WB/59", "sell_tobacco", "shop", {"age": 17}, NO),
    ("WB/59", "sell_alcohol", "shop", {}, DEPENDS),
    ("WB/61", "hire_minor", "net_cafe", {"age": 17}, NO),
    ("WB/62", "hire_with_record", "school", {}, DEPENDS),
    ("WB/62", "hire_with_record", "school", {"offence_record": "sexual"}, NO),
    ("WB/44", "charge_admission", "open_venue", {"venue_kind": "library"}, NO),
    ("WB/46", "set_up_nursing_room", "venue", {}, YES),
    # 网络
    ("WB/75", "offer_games_at_night", "platform", {"age": 17}, NO),
    ("WB/76", "open_streaming_account", "platform", {"age": 16}, DEPENDS),
    (
        "WB/76",
        "open_streaming_account",
        "platform",
        {"age": 16, "guardian_consents": True, "identity_known": True},
        YES,
    ),
    ("WB/72", "process_child_data", "platform", {"age": 13, "guardian_consents": True}, YES),
    ("WB/72", "process_child_data", "platform", {"age": 13}, DEPENDS),
    # 医疗、基层、机关、社会
    ("JSWS/23", "diagnose_mental_disorder", "counsellor", {}, NO),
    ("JSWS/28", "refuse_diagnosis", "medical", {}, NO),
    ("WB/118", "admonish_guardian", "community_committee", {}, YES),
    ("WB/92", "decide_temporary_guardianship", "civil_affairs", {}, DEPENDS),
    (
        "WB/92",
        "decide_temporary_guardianship",
        "civil_affairs",
        {"guardian_state": "harming", "life_danger": True},
        YES,
    ),
    ("WB/110", "question_minor_alone", "police", {}, NO),
    ("ZA/12", "punish_minor_offender", "police", {"age": 13}, NO),
    ("WB/103", "disclose_identity", "media", {"missing": False}, NO),
    ("WB/103", "disclose_identity", "media", {}, DEPENDS),
    ("WB/63", "open_letters", "guardian", {"age": 9, "life_danger": False}, NO),
    ("WB/11", "report_abuse", "public", {}, YES),
    ("WB/11", "conceal_abuse", "medical", {}, NO),
)


def ask(book: Rulebook, act: str, by: str, on: date = ON, **facts: Any):
    return permitted(book, act, by, Situation(**facts), on)


def named(story: Story) -> str:
    clause, act, by, facts, answer = story
    return f"{clause}-{act}-{by}-{'+'.join(facts) or 'nothing known'}-{answer}"


@every("story", STORIES, ids=map(named, STORIES))
def test_answer_and_the_article_that_carries_it(book: Rulebook, story: Story):
    clause, act, by, facts, answer = story
    found = ask(book, act, by, **facts)
    assert found.answer is answer
    binding = [n for n in found.norms if n.binds is not Verdict.NO]
    assert clause in {c.provision.clause for n in binding for c in n.norm.citations}
    assert bool(found.missing) is (answer is DEPENDS)


SILENCES: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("no text on bags", "search_belongings", "school", {}),
    ("no text on rankings", "publish_rankings", "school", {}),
    ("no shipped text on tattoos", "tattoo_minor", "shop", {}),
    ("WB/70 management is not confiscation", "confiscate_belongings", "school", {}),
    ("WB/62 no record, no bar", "hire_with_record", "medical", {"offence_record": "none"}),
    ("WB/39 slight bullying stays with the school", "conceal_bullying", "school", {"severity": "minor"}),
)


@pytest.mark.parametrize(("why", "act", "by", "facts"), SILENCES, ids=[s[0] for s in SILENCES])
def test_silence_is_not_a_yes(book: Rulebook, why: str, act: str, by: str, facts: dict[str, Any]):
    assert ask(book, act, by, **facts).answer is SILENT, why


Birthday = tuple[str, str, str, int, dict[str, Any], Permission, Permission]

BIRTHDAYS: tuple[Birthday, ...] = (
    ("WB/21 under 8", "leave_child_unattended", "guardian", 8, {"special_care": False}, NO, SILENT),
    ("WB/21 under 16", "let_child_live_alone", "guardian", 16, {}, NO, SILENT),
    ("WB/61 under 16", "hire_minor", "employer", 16, {"law_allows": False}, NO, YES),
    (
        "WB/76 under 16",
        "open_streaming_account",
        "platform",
        16,
        {"guardian_consents": True, "identity_known": True},
        NO,
        YES,
    ),
    (
        "WB/72 under 14",
        "process_child_data",
        "platform",
        14,
        {"guardian_consents": False, "law_allows": False, "life_danger": False},
        NO,
        SILENT,
    ),
    ("ZA/12 under 14", "punish_minor_offender", "police", 14, {}, NO, YES),
    ("XS/285 under 18", "hold_public_trial", "court", 18, {"procedural_role": "suspect"}, NO, SILENT),
    ("WB/58 under 18", "admit_minor", "net_cafe", 18, {}, NO, SILENT),
    ("WB/63 under 8", "open_letters", "guardian", 8, {"life_danger": False}, YES, NO),
    ("WB/107 from 8", "listen_to_child", "court", 8, {}, YES, YES),
)


@pytest.mark.parametrize("row", BIRTHDAYS, ids=[b[0] for b in BIRTHDAYS])
def test_protection_ends_on_the_birthday_itself(book: Rulebook, row: Birthday):
    why, act, by, years, facts, before, reached = row
    birth = ON.replace(year=ON.year - years)
    eve = ask(book, act, by, birth_date=birth + timedelta(days=1), **facts)
    day = ask(book, act, by, birth_date=birth, **facts)
    assert (eve.answer, day.answer) == (before, reached), why


EXCEPTIONS: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("WB/103 missing child", "disclose_identity", "media", {"missing": True}),
    ("WB/63 emergency for the child", "open_letters", "school", {"life_danger": True}),
    ("WB/63 criminal inquiry", "open_letters", "police", {"case_kind": "criminal"}),
    ("MFD/35 for the child", "dispose_childs_property", "guardian", {"in_childs_interest": True}),
    (
        "WB/61 state rules",
        "hire_minor",
        "employer",
        {"age": 15, "law_allows": True, "school_kind": "senior", "dropped_out": False},
    ),
    ("GZYE/44 guardian consents", "give_medicine", "kindergarten", {"guardian_consents": True}),
    ("XS/286 search under state rules", "provide_sealed_record", "court", {"law_allows": True}),
    (
        "JSWS/28 danger to oneself",
        "force_mental_exam",
        "police",
        {"self_harm": True, "mental_disorder_suspected": True},
    ),
    ("ZA/23 repeated", "detain_minor_offender", "police", {"age": 15, "repeated": True}),
)


@pytest.mark.parametrize(("why", "act", "by", "facts"), EXCEPTIONS, ids=[e[0] for e in EXCEPTIONS])
def test_an_exception_lifts_its_prohibition(book: Rulebook, why: str, act: str, by: str, facts: dict[str, Any]):
    found = ask(book, act, by, **facts)
    bans = [n for n in found.norms if n.norm.row.modality is Modality.MUST_NOT]
    assert any(Verdict.YES in {e.verdict for e in n.exceptions} for n in bans), why
    assert found.answer is YES


DATES = (
    ("ZA/47 in force from 2026-01-01", "search_body", "shop", date(2026, 1, 1), NO),
    ("WL/46 in force from 2024-01-01", "rent_game_account", "platform", date(2024, 1, 1), NO),
    ("XQ/69 in force from 2025-06-01", "divert_food_money", "kindergarten", date(2025, 6, 1), NO),
    ("WB/57 in force from 2021-06-01", "ask_guest_guardian", "hotel", date(2021, 6, 1), YES),
    ("SJ/62 in force from 2026-07-01", "demand_provable_documents", "civil_affairs", date(2026, 7, 1), NO),
    ("WB/9 amended on 2024-04-26", "coordinate_protection", "women_children", date(2024, 4, 26), YES),
)


@pytest.mark.parametrize(("why", "act", "by", "first", "answer"), DATES, ids=[d[0] for d in DATES])
def test_no_law_before_it_was_in_force(book: Rulebook, why: str, act: str, by: str, first: date, answer: Permission):
    assert ask(book, act, by, first - timedelta(days=1)).answer is SILENT, why
    assert ask(book, act, by, first).answer is answer, why


def test_coordination_was_with_civil_affairs_until_the_amendment(book: Rulebook):
    last = date(2024, 4, 25)
    assert ask(book, "coordinate_protection", "civil_affairs", last).answer is YES
    assert ask(book, "coordinate_protection", "civil_affairs", last + timedelta(days=1)).answer is SILENT


def test_an_unknown_act_or_body_is_refused(book: Rulebook):
    with pytest.raises(NotFound):
        ask(book, "fly", "school")
    with pytest.raises(NotFound):
        ask(book, "expel_pupil", "nobody")


def test_an_exception_always_has_a_condition(book: Rulebook):
    """Without one it would lift its norm on every day."""
    assert [n.id for n in book.norms.values() if any(not e.when.atoms for e in n.exception)] == []


def test_no_phrase_names_two_acts(book: Rulebook):
    phrases = Counter(p for a in book.acts.values() for p in (a.name, *a.aliases))
    assert [p for p, n in phrases.items() if n > 1] == []


@pytest.mark.parametrize("body", ["community_committee", "disabled_federation", "youth_league", "women_federation"])
def test_bodies_without_power_to_punish_never_do(book: Rulebook, body: str):
    """They admonish, stop, report and urge (WB/118, JJ/48, WL/52); money and custody are for others."""
    texts = [s.text for n in book.norms.values() for s in n.sanction if s.body == body]
    assert not [t for t in texts if any(w in t for w in ("罚款", "拘留", "吊销", "没收", "处分"))]
