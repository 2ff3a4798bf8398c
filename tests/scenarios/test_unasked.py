"""A service for which no known fact speaks is asked about in danger, not offered, in any story (没说到的先问)."""

from knowledge.messages.message import message
from knowledge.vocabulary import Fit
from network.sheet.model import FoldKind, Sheet
from network.sheet.relevance import for_all, spoken_for
from network.sheet.sheet import of_referral
from network.sheet.steps import open_doors
from tests.scenarios.referral_stories import ALL
from tests.scenarios.sheets import CHILDREN, MORNING, child, children
from tests.support.walks import every

SHELTER = "家庭暴力临时庇护"


def services(s: Sheet) -> list[str]:
    return [x.text for f in s.folds if f.kind is FoldKind.SERVICES for x in f.lines]


@every("file", CHILDREN)
def test_in_danger_no_fold_offers_what_nothing_known_speaks_for(file: str):
    for name, r, s in children(file):
        for o in (o for n in r.needs for o in n.offers if open_doors(r)):
            e = o.eligibility
            if e.fit is Fit.UNKNOWN and not e.service.benefit and not spoken_for(e) and not for_all(e):
                lines = [line for line in services(s) if line.startswith(f"{e.service.name}（")]
                assert not lines, (name, lines)


def test_a_shelter_from_violence_at_home_is_a_question_where_a_stranger_hurt_the_child():
    day = ALL[0][1]["on"]
    hurt = {"age": 13, "injury": True, "crime_suspected": True}
    lines = [line for line in services(of_referral(child({"on": day, "situation": hurt}, MORNING))) if SHELTER in line]
    assert lines
    asked = str(message("sheet.doubtful", name=SHELTER, wanted=""))
    assert all(line.startswith(asked.rstrip("？ ")) for line in lines), lines
