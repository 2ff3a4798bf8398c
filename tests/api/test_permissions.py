"""May they, as a client asks it: who alone has the power, what binds everybody, what may be left."""

from typing import Any

from tests.api.conftest import answered

MAY = """query May($act: ActInput!, $bodyKind: String!, $situation: SituationInput, $asked: PermissionQuestion) {
  permitted(act: $act, bodyKind: $bodyKind, situation: $situation, asked: $asked) {
    advice answer asked askedLabel sentence act { code } heard { fact words } notCovered missingFacts { fact }
    norms { code modality only }
    others { bodyKinds { code } modality only }
  }
}"""


async def may(ask: Any, act: dict[str, str], by: str, **more: Any) -> dict[str, Any]:
    reply = await ask(MAY, None, act=act, bodyKind=by, **more)
    return answered(reply, "permitted")


async def test_a_power_of_the_court_is_refused_and_the_court_is_named(ask: Any):
    found = await may(ask, {"code": "revoke_guardianship"}, "民政局")
    assert found["answer"] == "NO"
    assert [(o["bodyKinds"][0]["code"], o["only"]) for o in found["others"]] == [("court", True)]


async def test_what_binds_everybody_binds_a_kind_that_no_norm_lists(ask: Any):
    found = await may(ask, {"code": "provide_sealed_record"}, "street_station")
    assert found["answer"] == "NO"


async def test_a_prohibition_of_others_is_shown(ask: Any):
    found = await may(ask, {"code": "admit_minor"}, "school")
    assert {o["modality"] for o in found["others"]} == {"MUST_NOT"}


async def test_not_doing_is_read_from_the_words_and_said(ask: Any):
    found = await may(ask, {"text": "不制止学生欺凌可以吗"}, "学校")
    assert (found["act"]["code"], found["asked"], found["answer"]) == ("stop_bullying", "MAY_NOT", "NO")
    assert "不可以不" in found["sentence"]


async def test_the_caller_may_say_how_it_asks(ask: Any):
    found = await may(ask, {"code": "stop_bullying"}, "学校", asked="MUST")
    assert (found["asked"], found["answer"]) == ("MUST", "YES")


async def test_what_the_question_tells_can_forbid(ask: Any):
    found = await may(ask, {"text": "公司可以招用十五岁的暑期工吗"}, "企业")
    assert (found["act"]["code"], found["answer"]) == ("hire_minor", "NO")
    assert [h["fact"] for h in found["heard"]] == ["age"]


async def test_what_the_question_tells_does_not_allow(ask: Any):
    found = await may(ask, {"text": "公安可以对有严重不良行为的孩子训诫吗"}, "公安")
    assert found["answer"] == "DEPENDS"
    assert [h["fact"] for h in found["heard"]] == ["conduct", "age"]
    assert "听到的没有错的话" in found["sentence"]
    assert "conduct" in [f["fact"] for f in found["missingFacts"]]


async def test_what_the_question_tells_is_named_with_what_follows_from_it(ask: Any):
    found = await may(ask, {"text": "替被爸爸打的小孩申请人身安全保护令可以吗"}, "居委会")
    assert (found["act"]["code"], found["answer"]) == ("apply_protection_order", "DEPENDS")
    assert "domesticViolence" in [h["fact"] for h in found["heard"]]
    assert "可以：" in found["sentence"].split("；", 1)[1]


async def test_an_exception_that_nobody_spoke_of_stands_beside_the_refusal(ask: Any):
    found = await may(ask, {"text": "报道被性侵女童的名字和学校可以吗"}, "记者")
    assert (found["act"]["code"], found["answer"], found["missingFacts"]) == ("disclose_identity", "NO", [])
    assert "查找失踪、被拐卖未成年人" in found["sentence"]


async def test_a_yes_to_the_act_is_none_to_the_rest_of_the_question(ask: Any):
    found = await may(ask, {"text": "学校可以用打人的办法制止欺凌吗"}, "学校")
    assert (found["act"]["code"], found["answer"]) == ("stop_bullying", "DEPENDS")
    assert found["notCovered"]
    assert "不等于可以" in found["sentence"]
    assert (await may(ask, {"text": "学校可以制止学生欺凌吗"}, "学校"))["answer"] == "YES"


async def test_what_is_asked_back_says_how_it_was_put(ask: Any):
    reply = await ask(MAY, None, act={"text": "怕惹麻烦，楼上打小孩的事我们不报可以吗"}, bodyKind="居委会")
    candidates = {c["code"]: c for c in reply["errors"][0]["extensions"]["candidates"]}
    assert candidates["report_abuse"]["asked"] == "MAY_NOT"
    found = await may(ask, {"code": "report_abuse"}, "居委会", asked=candidates["report_abuse"]["asked"])
    assert (found["answer"], found["asked"]) == ("NO", "MAY_NOT")


async def test_a_minor_is_under_age_whatever_the_age(ask: Any):
    found = await may(ask, {"text": "彩票店能给未成年人兑奖吗"}, "shop")
    assert (found["answer"], [(h["fact"], h["words"]) for h in found["heard"]]) == (
        "NO",
        [("product", "彩票"), ("age", "未成年")],
    )


async def test_danger_in_the_words_stands_above_every_kind_of_answer(ask: Any):
    """A plain no, an open answer, one that no text gives; and nothing without danger, nor for an act by its code."""
    answers = set()
    for text, by in (
        ("学生正被爸爸拿刀砍，装作没看见可以吗", "学校"),
        ("替被爸爸打的小孩申请人身安全保护令可以吗", "居委会"),
        ("替被爸爸打的小孩申请人身安全保护令可以吗", "学校"),
    ):
        reply = await may(ask, {"text": text}, by)
        assert "110" in reply["advice"], text
        answers.add(reply["answer"])
    assert len(answers) == 3
    assert (await may(ask, {"text": "公司可以招用十五岁的暑期工吗"}, "企业"))["advice"] is None
    assert (await may(ask, {"code": "beat_child"}, "guardian"))["advice"] is None
