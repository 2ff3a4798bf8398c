"""The act of a yes stands in the words that it quotes: a permission or a duty is of what its article says."""

import re
import tomllib
from pathlib import Path

from knowledge.permissions.clauses import pairs
from knowledge.permissions.delay import COMMON
from knowledge.rows.rows import Norm
from knowledge.rulebook.load import rulebook
from knowledge.vocabulary import Modality
from tests.support.walks import every

BOOK = rulebook()
SAME = tomllib.loads((Path(__file__).parent / "spoken_acts.toml").read_text("utf-8"))["same"]
YES = sorted((n for n in BOOK.norms.values() if n.modality is not Modality.MUST_NOT), key=lambda n: n.id)
BRACKETS = re.compile("（[^）]*）")
EMPTY = set("的了在和与、，给对把为")


def act_words(name: str) -> set[str]:
    """The pairs of characters of a name that tell what is done."""
    return {p for p in pairs((BRACKETS.sub("", name),)) if not set(p) & EMPTY and not set(p) <= COMMON}


def is_spoken(name: str, quotes: str) -> bool:
    """Whether some words quoted are of the act, or are other words for it."""
    if any(word in quotes for word in act_words(name)):
        return True
    return any(row["name"] in name and any(q in quotes for q in row["quoted"]) for row in SAME)


def quotes_of(n: Norm) -> str:
    return "".join(c.quote for c in n.cite)


@every("n", YES, ids=lambda n: n.id)
def test_the_act_of_a_yes_stands_in_its_quoted_words(n: Norm):
    assert is_spoken(BOOK.acts[n.act].name, quotes_of(n)), (n.id, BOOK.acts[n.act].name)


def test_words_of_another_act_are_not_spoken():
    assert not is_spoken("做好未成年人心理治疗", "建立早期发现和及时干预机制")
    assert not is_spoken("处分或采取管理教育措施", "学校应当根据欺凌行为的性质和程度，依法加强管教")
    assert is_spoken("报告侵害未成年人的情形", "应当及时向公安机关报案")
    assert not is_spoken("听取孩子意见", "应当尊重已满八周岁未成年子女的真实意愿")


def test_other_words_for_an_act_are_used_and_have_a_reason():
    for row in SAME:
        assert row["why"]
        for quoted in row["quoted"]:
            assert any(
                row["name"] in BOOK.acts[n.act].name
                and quoted in quotes_of(n)
                and not any(word in quotes_of(n) for word in act_words(BOOK.acts[n.act].name))
                for n in YES
            ), (row["name"], quoted)
