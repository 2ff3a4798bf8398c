"""A row reaches as far as its article, and says where it goes further: faults of kinds that lawyers found."""

import json
import re
from collections.abc import Iterator

from tests.support import readings

ROWS = tuple(unit for path in readings.files() for unit in readings.units(path))


def cited(unit: readings.Unit, clause: str, words: str = "") -> bool:
    """Whether the row quotes these words of the clause."""
    return any(c["clause"] == clause and words in c["quote"] for cites in quoted(unit) for c in cites)


def quoted(unit: readings.Unit) -> Iterator[list[dict[str, str]]]:
    return readings.citations(unit.content)


def own_words(unit: readings.Unit) -> str:
    """What the row itself says, without what it quotes."""
    return json.dumps({k: v for k, v in unit.content.items() if k != "cite"}, ensure_ascii=False, default=str)


def test_whoever_harms_a_child_as_its_guardian_must_be_admonished():
    """WB/118 has 应当予以训诫; 根据情况 (JJ/49) is of the child's own conduct."""
    lenient = re.compile("侵害孩子权益[^；。]{0,8}根据情况训诫")
    assert [u.row for u in ROWS if lenient.search(own_words(u))] == []


def test_girls_harmed_by_violence_are_asked_by_women():
    """XS/281 wants a woman present, WB/112 wants a woman to ask where a victim suffered sexual harm or violence."""
    present = [u for u in ROWS if u.kind in ("safeguard", "norm") and cited(u, "XS/281", "有女工作人员在场")]
    victims = [u for u in present if cited(u, "XS/281", "询问未成年被害人、证人")]
    assert victims
    assert [u.row for u in victims if not cited(u, "WB/112", "应当由女性工作人员进行")] == []
