"""The names by which people call the bodies that they ask about."""

from collections import Counter

import pytest

from api.responsibility.query import kind_code
from knowledge.rulebook.load import rulebook

SAID = {
    "娱乐场所": "entertainment",
    "夜店": "bar",
    "企业": "employer",
    "工厂": "employer",
    "超市": "shop",
    "网络平台": "platform",
    "记者": "media",
    "民警": "police",
    "法官": "court",
    "爷爷": "relative",
    "班主任": "teacher",
    "村委会": "community_committee",
    "培训机构": "training_institution",
    "电竞酒店": "hotel",
}


@pytest.mark.parametrize(("said", "code"), SAID.items())
def test_a_plain_name_finds_the_kind(said: str, code: str) -> None:
    assert kind_code(rulebook(), said) == code


def test_a_name_means_one_kind() -> None:
    """Of two kinds of one name the first would answer; the station's own name is the police's by what people mean."""
    names = Counter(n for k in rulebook().kinds.values() for n in {*k.aliases, k.name})
    assert {n for n, times in names.items() if times > 1} == {rulebook().kinds["police_station"].name}
