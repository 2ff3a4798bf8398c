"""Kinds of error that readers found again and again in rows about sanctions and receipts: none of them comes back."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from tests.support import readings

Row = Mapping[str, Any]
PENALTY = re.compile(
    "罚款|警告|处分|拘留|责令|训诫|吊销|停业|没收|批评|处罚|劝诫|督促|撤销|追究|民事责任|侵权责任|强制措施"
    "|不得担任|查处|处理|承担法律责任|抚养费用|不免除"
)
MIDDLE = re.compile("^(?:由|处|并处|给予|责令)")
"""How a quote begins that leaves out the act that is punished."""


def sanctions() -> Iterator[tuple[str, Row]]:
    """Sanctions of matters and norms, and duties to punish."""
    for path in readings.files():
        for unit in readings.units(path):
            row = unit.content
            rows = [row] if unit.kind == "sanction" or row.get("role") == "sanctioner" else row.get("sanction", [])
            yield from ((unit.row, r) for r in rows if r.get("cite"))


SANCTIONS = tuple(sanctions())


def begins_in_the_middle(cite: Mapping[str, str]) -> bool:
    """The quote begins with the penalty, and its sentence has words before it."""
    paras = "\n".join(readings.texts().get(cite["clause"], ())).split("\n")
    at = [(p, p.find(cite["quote"])) for p in paras if cite["quote"] in p]
    return bool(MIDDLE.match(cite["quote"])) and any(n > 0 and p[n - 1] not in "。；" for p, n in at)


def test_a_quote_without_the_act_is_seen():
    whole = "相关经营者违反本法第五十八条、第五十九条第一款、第六十条规定的，由文化和旅游、市场监督管理"
    assert begins_in_the_middle({"clause": "WB/123", "quote": whole[whole.index("由文化") :]})
    assert not begins_in_the_middle({"clause": "WB/123", "quote": whole})


def test_a_penalty_is_quoted_with_the_act_that_is_punished():
    assert {(row, c["clause"]) for row, s in SANCTIONS for c in s["cite"] if begins_in_the_middle(c)} == set()


def test_a_sanction_quotes_a_penalty():
    rows = [(row, s) for row, s in SANCTIONS if not s.get("none")]
    assert {row for row, s in rows if not any(PENALTY.search(c["quote"]) for c in s["cite"])} == set()


TIERS = {
    "拒不改正|逾期": "拒不|逾期",
    "情节(?:特别)?严重|情节较重|严重后果|恶劣影响": "严重|较重|恶劣",
    "情节较轻": "较轻",
    "构成违反治安管理": "治安|拘留",
    "构成犯罪|触犯刑律": "犯罪|刑事|刑律",
}
"""By the words with which an article begins a tier of its penalty: the words with which a row says that tier."""
SPOKEN = tuple((row, s) for row, s in SANCTIONS if "text" in s and not s.get("none"))


def tiers_after(cite: Mapping[str, str], quoted: str) -> set[str]:
    """The tiers that follow in the quoted sentence and that no quote of the row has."""
    paras = "\n".join(readings.texts().get(cite["clause"], ())).split("\n")
    rests = (p.split(cite["quote"], 1)[1].split("。")[0] for p in paras if cite["quote"] in p)
    return {tier for rest in rests for tier in TIERS if re.search(tier, rest) and not re.search(tier, quoted)}


def test_a_quote_that_stops_before_a_tier_is_seen():
    quote = readings.texts()["SJ/70"][0].split("\n")[1]
    assert tiers_after({"clause": "SJ/70", "quote": quote[: quote.index("，造成恶劣影响")]}, "") == {tuple(TIERS)[1]}
    assert not tiers_after({"clause": "SJ/70", "quote": quote}, quote)


def test_a_penalty_is_quoted_with_all_its_tiers():
    said = ((row, c, "".join(c["quote"] for c in s["cite"])) for row, s in SPOKEN for c in s["cite"])
    assert {(row, c["clause"]) for row, c, quoted in said if tiers_after(c, quoted)} == set()


def test_a_sanction_says_each_tier_that_it_quotes():
    unsaid = {
        (row, tier)
        for row, s in SPOKEN
        for tier, words in TIERS.items()
        if any(re.search(tier, c["quote"]) for c in s["cite"]) and not re.search(words, s["text"])
    }
    assert unsaid == set()


def test_what_may_be_imposed_is_not_told_as_certain():
    """「并可以责令暂停、停业、吊销」: the row says 可以 too."""
    certain = {
        row
        for row, s in SPOKEN
        if any("并可以责令" in c["quote"] for c in s["cite"])
        if re.search("停业|吊销|关站|关闭", s["text"]) and "可以" not in s["text"]
    }
    assert certain == set()


def test_the_fine_of_those_in_charge_is_told():
    """「对直接负责的主管人员和其他直接责任人员处…罚款」 hits people, not only the unit."""
    silent = {
        row
        for row, s in SPOKEN
        if any(re.search("主管人员和其他(?:直接)?责任人员处[^。；]*罚款", c["quote"]) for c in s["cite"])
        if not re.search("责任人|人员|主管|个人", s["text"])
    }
    assert silent == set()


FINED_HIGHER = {
    ("HLW/31", "接纳未成年人|未成年人禁入标志"): "WB/123",
    ("YL/48", "接纳未成年人|向未成年人提供"): "WB/123",
    ("YL/52", "招用未成年人"): "WB/125",
    ("TG/6", "每月处5000元罚款"): "WB/125",
}
"""By a regulation and the act that it fines: the law that fines it higher, which counts (行政处罚法29,
since 2021-07-15)."""


@pytest.mark.parametrize("fined", FINED_HIGHER, ids=lambda f: f[0])
def test_a_fine_is_not_told_without_the_higher_one_for_the_same_act(fined: tuple[str, str]):
    clause, act = fined
    told = {
        row: {c["clause"] for c in s["cite"]}
        for row, s in SPOKEN
        if not s.get("until") and any(c["clause"] == clause and re.search(act, c["quote"]) for c in s["cite"])
    }
    assert told
    assert {row for row, cited in told.items() if not {"CF/29", FINED_HIGHER[fined]} <= cited} == set()


def test_a_row_is_shown_alone_and_refers_to_no_other_row():
    spoken = ((u.row, str(u.content)) for path in readings.files() for u in readings.units(path))
    assert {row for row, words in spoken if re.search("同上(?![级学一])", words)} == set()


@pytest.mark.parametrize("clause", ["WB/128", "KF/32", "HLW/25", "SJ/70", "ZA/60"])
def test_who_punishes_is_not_invented(clause: str):
    """国家机关工作人员…依法给予处分: the article names nobody, so a row that does says what that is inferred from."""
    rows = [(row, s) for row, s in SANCTIONS if s.get("body") and s["cite"][0]["clause"] == clause]
    assert {row for row, s in rows if not s.get("note") and "公安机关应当" not in s["cite"][0]["quote"]} == set()


NOTIFIES = re.compile(
    "(?:应当(?:立即|及时)?向|(?:均|都)?有权向|可以向)[^，；。]*?(?:报告|举报|投诉|反映|检举、控告|求助)$"
)
RECEIVERS = {"handler", "cooperates"}
REPORTERS = {"guardian", "school", "kindergarten", "medical", "community_committee", "social_organisation", "public"}
"""Bodies whose own duty the report is."""
OWN_DUTY = {"YL/31": "the culture department is named as the receiver; the venue's report is all the article says"}


def test_who_receives_a_report_is_bound_by_its_own_duty_not_by_the_reporters():
    """受理: 「有关部门接到…应当依法及时受理、处置」 comes first, not 「应当立即向公安…报告」."""
    wrong = {
        (unit.row, cite["quote"])
        for path in readings.files()
        for unit in readings.units(path)
        if unit.kind == "duty" and unit.content["role"] in RECEIVERS and unit.content["body"] not in REPORTERS
        for cite in unit.content["cite"][:1]
        if NOTIFIES.search(cite["quote"]) and cite["clause"] not in OWN_DUTY
    }
    assert wrong == set()


WHOLE = {
    "WB/103": "但查找失踪、被拐卖未成年人等情形除外$",
    "WB/112": "办理未成年人遭受性侵害或者暴力伤害案件",
    "WB/43": "居民委员会、村民委员会|发现被委托人|监督",
    "MFD/34": "因发生突发事件等紧急情况|^(?!.*临时生活照料)",
    "XC/55": "5年内",
}
"""By clause: words without which a quote of it says more than the article (an exception, the cases, who is bound)."""


@pytest.mark.parametrize("clause", WHOLE)
def test_an_article_is_not_quoted_without_its_limits(clause: str):
    quotes = (
        (unit.row, cite["quote"])
        for path in readings.files()
        for unit in readings.units(path)
        for cites in readings.citations(unit.content)
        for cite in cites
        if cite["clause"] == clause
    )
    assert {(row, quote) for row, quote in quotes if not re.search(WHOLE[clause], quote)} == set()


def narrow(norm: Row) -> set[str]:
    """Articles that punish every provider or processor, told of a norm as if only platforms were punished by them."""
    rows = norm.get("sanction", []) if norm["by"] != ["platform"] else []
    cites = (c for s in rows if s.get("against") == "platform" for c in s["cite"])
    return {c["clause"] for c in cites if re.search("信息处理者|产品和服务提供者|违反本条例", c["quote"])}


def test_who_else_is_bound_is_punished_too():
    norms = [unit for path in readings.files() for unit in readings.units(path) if unit.kind == "norm"]
    assert narrow(
        {"by": ["public"], "sanction": [{"against": "platform", "cite": [{"clause": "X", "quote": "信息处理者违反"}]}]}
    )
    assert {unit.owner: found for unit in norms if (found := narrow(unit.content))} == {}


BARE = re.compile("吊销(?=[，。；（）、]|$)")
"""A revocation that does not say of what."""
NAMED = {"吊销相关": "许可|证照", "吊销营业执照": "执照|证照|许可证；未保法"}
"""By what a quote revokes: the words with which a row names it; another act's permit may stand beside a higher fine."""
REVOKING = tuple(
    (unit.row, row)
    for path in readings.files()
    for unit in readings.units(path)
    for row in (unit.content, *unit.content.get("sanction", []))
    if "吊销" in row.get("text", row.get("act", "")) and row.get("cite")
)


def unnamed(words: str, quoted: str) -> bool:
    """The words revoke something without its name, or leave out a licence that the quote revokes."""
    lost = (named for revoked, named in NAMED.items() if revoked in quoted)
    return bool(BARE.search(words)) or any(not re.search(named, words) for named in lost)


def test_a_revocation_that_leaves_out_a_licence_is_seen():
    quoted = "责令停业整顿或者吊销营业执照、吊销相关许可证"
    assert unnamed("停业整顿或吊销执照，并处罚款", quoted)
    assert unnamed("停业整顿、吊销，并处罚款", "")
    assert not unnamed("停业整顿或者吊销营业执照、相关许可证，并处罚款", quoted)


def test_a_row_names_every_licence_that_its_quote_revokes():
    """To lose the permit ends an internet café sooner than to lose the business licence."""
    assert REVOKING
    found = ((row, r.get("text", r.get("act")), "".join(c["quote"] for c in r["cite"])) for row, r in REVOKING)
    assert {(row, words) for row, words, quoted in found if unnamed(words, quoted)} == set()
