"""What whoever asks must do is said once, each clause with its time, over all matters and all who may ask."""

from itertools import product

from knowledge.rulebook.load import rulebook
from knowledge.situation.facts import FACTS
from knowledge.situation.situation import Situation
from network import places
from network.responsibility.offices import answer
from network.sheet.model import OwnDuty
from network.sheet.once import covered
from network.sheet.own import WITHIN, of_matter
from tests.scenarios.referral_stories import HERE
from tests.scenarios.sheets import MADE_ON, district
from tests.support.walks import every


def own(matter: str, reporter: str) -> OwnDuty | None:
    place = places.by_code(district(), HERE[1])
    situation = Situation(reporter=reporter)
    return of_matter(answer(district(), rulebook(), matter, place, situation, MADE_ON), reporter)


@every("matter, reporter", product(rulebook().matters, FACTS["reporter"].options))
def test_no_deadline_says_again_what_a_duty_says(matter: str, reporter: str):
    """But one that tells another time than the clause has."""
    you = own(matter, reporter)
    if you is None:
        return
    for until in you.until:
        act, _, time = until.partition("：")
        said = [clause for duty in you.duties for clause in duty.split("；") if covered(act, clause) >= WITHIN]
        assert all("：" in clause and not clause.endswith(f"：{time}") for clause in said), (until, said)


def test_a_duty_has_its_time_in_the_clause_that_it_is_for():
    school, hotel, guardian = own("M88", "school"), own("M05", "hotel"), own("M42", "guardian")
    assert school is not None
    assert hotel is not None
    assert guardian is not None
    (duty,) = school.duties
    assert duty.endswith("立即向公安机关报告：立即（法定，自发现有人教唆、胁迫、引诱未成年人实施严重不良行为起）")
    assert not school.until
    first, *rest = hotel.duties[0].split("；")
    assert first.endswith("：立即（法定，自发现有违法犯罪嫌疑起）")
    assert not any("：立即" in clause for clause in rest)
    assert guardian.duties == ("及时查找，必要时向公安机关报告",), (
        "the text gives no number: the fold of deadlines says so"
    )
    assert not guardian.until
