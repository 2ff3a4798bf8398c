"""An item of a list stands with the words that lead to it: alone it says neither who is bound nor what follows."""

import re

import pytest

from tests.support import readings

ITEM = re.compile(r"[（(][一二三四五六七八九十]+[)）]")
DEFINITIONS = {"WB/130": "its items are definitions, each with its own subject: 密切接触未成年人的单位，是指…"}
"""Lists whose items say by themselves what they say."""
QUOTES = tuple(
    (unit.row, cites)
    for path in readings.files()
    for unit in readings.units(path)
    for cites in readings.citations(unit.content)
    if any(cite["clause"] in readings.texts() for cite in cites)
)


def leads(clause: str, quote: str) -> list[str]:
    """The words that lead to the item a quote begins in, one for each version in which it stands in a list."""
    found = []
    for text in readings.texts().get(clause, ()):
        paras = text.split("\n")[1:]
        for n, para in enumerate(paras):
            if ITEM.match(para) and quote.split("\n", maxsplit=1)[0] in para:
                lead = next((p for p in reversed(paras[:n]) if not ITEM.match(p)), "")
                found += [lead] * lead.rstrip().endswith(("：", ":"))
    return found


def stands_alone(cites: list[dict[str, str]], clause: str, quote: str) -> bool:
    spoken = [c["quote"] for c in cites if c["clause"] == clause]
    lists = leads(clause, quote)
    return bool(lists) and not any(s in lead or lead.rstrip("：: ")[-8:] in s for s in spoken for lead in lists)


def test_the_rule_sees_an_item_and_its_lead():
    item, lead = "（三）保护未成年人隐私权和个人信息", "处理涉及未成年人事项，应当符合下列要求"
    alone = [{"clause": "WB/4", "quote": item}]
    assert stands_alone(alone, "WB/4", item)
    assert not stands_alone([*alone, {"clause": "WB/4", "quote": lead}], "WB/4", item)
    assert not stands_alone([{"clause": "WB/4", "quote": lead}], "WB/4", lead)


def test_every_item_of_a_list_stands_with_its_lead():
    alone = {
        (row, c["clause"], c["quote"])
        for row, cites in QUOTES
        for c in cites
        if c["clause"] not in DEFINITIONS and stands_alone(cites, c["clause"], c["quote"])
    }
    assert alone == set()


@pytest.mark.parametrize("clause", DEFINITIONS)
def test_a_list_excepted_is_cited_and_has_a_lead(clause: str):
    assert any(leads(clause, c["quote"]) for _, cites in QUOTES for c in cites if c["clause"] == clause)
