"""A row reaches as far as its article, and says where it goes further: faults of kinds that lawyers found."""

import json
import re
from collections.abc import Iterator

from tests.support import readings

ROWS = tuple(unit for path in readings.files() for unit in readings.units(path))
PLAN_BODIES = {c["id"]: {*c.get("bodies", ()), *c.get("named", ())} for c in readings.plan()}
INFERRED = re.compile("推定")
EXCEPTED = re.compile("排除家庭成员是侵害人|(?:可能|涉嫌)侵害(?:孩子)?的?除外|可能(?:是侵害人|侵害孩子)的")
PRACTICE = re.compile("条文没有写|不在条文里|推定|做法|建议|提示|常识|有利于")


def cited(unit: readings.Unit, clause: str, words: str = "") -> bool:
    """Whether the row quotes these words of the clause."""
    return any(c["clause"] == clause and words in c["quote"] for cites in quoted(unit) for c in cites)


def quoted(unit: readings.Unit) -> Iterator[list[dict[str, str]]]:
    return readings.citations(unit.content)


def own_words(unit: readings.Unit) -> str:
    """What the row itself says, without what it quotes."""
    return json.dumps({k: v for k, v in unit.content.items() if k != "cite"}, ensure_ascii=False, default=str)


def conduct(unit: readings.Unit) -> set[str]:
    value = unit.content.get("when", {}).get("conduct", ())
    return {value} if isinstance(value, str) else set(value)


def test_a_case_filed_at_once_is_one_of_public_security():
    """ZA/90 has 立即立案 of violations; a crime is first reviewed (XS/112)."""
    deadlines = [u for u in ROWS if u.kind == "deadline" and cited(u, "ZA/90")]
    assert [u.row for u in deadlines if "治安" not in own_words(u)] == []


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


def test_serious_misconduct_includes_what_is_not_punished_because_of_age():
    """YF/38; measures (YF/41), application (43) and refusal of measures (44 (3)) are open for both."""
    open_for_both = (("YF/41", ""), ("YF/43", ""), ("YF/44", "拒不接受或者配合"), ("YF/39", ""))
    rows = [u for u in ROWS if any(cited(u, clause, words) for clause, words in open_for_both)]
    assert [u.row for u in rows if "seriously_bad" in conduct(u) and "crime_not_punished" not in conduct(u)] == []


def test_a_child_in_a_kindergarten_is_no_pupil_yet_at_six():
    """学前儿童 are those 到入小学前 (XQ/2): a rule that ends at six has a second row for those still there."""
    norms = [(u, u.content.get("when", {})) for u in ROWS if u.kind == "norm"]
    limited = [u for u, when in norms if when.get("age_under") == 6 and "学前儿童" in own_words(u)]
    twins = {u.content["act"] for u, when in norms if when.get("school_kind") == "kindergarten"}
    assert limited
    assert [u.row for u in limited if u.content["act"] not in twins] == []


def test_a_warning_of_the_family_says_where_it_is_practice():
    """To leave out whoever may be the offender stands in few articles: elsewhere the row says that it is practice."""
    rows = [u for u in ROWS if EXCEPTED.search(u.content.get("text") or u.content.get("act") or "")]
    silent = [u for u in rows if not PRACTICE.search(own_words(u)) and "侵害" not in "".join(map(words, quoted(u)))]
    assert rows
    assert [u.row for u in silent] == []


def words(cites: list[dict[str, str]]) -> str:
    return "".join(c["quote"] for c in cites)


def test_whom_the_plan_does_not_name_is_said_to_be_inferred():
    """A deadline or an obligation that only the plan carries, laid upon a body that the clause does not name."""
    assert [u.row for u in ROWS if unnamed(u) and not INFERRED.search(own_words(u))] == []


def unnamed(unit: readings.Unit) -> set[str]:
    """Bodies on whom the row lies that none of its clauses of the plan names; none where a text of law carries it."""
    if unit.kind not in ("deadline", "obligation") or not unit.clauses:
        return set()
    if not all(clause.startswith("plan:") for clause in unit.clauses):
        return set()
    holders = unit.content.get("holder") or [unit.content["who"]]
    return {h for h in holders if not any(h in PLAN_BODIES[clause] for clause in unit.clauses)}
