"""A text is in an encoding that is proven, or the file is refused: nothing is ever stored as other characters."""

import pytest

from graph_model.directory import divisions
from knowledge.errors import BadFile
from loaders.tables.encodings import common_enough, decoded

OURS = "name,area\n张三,石牌街道\n李四,天河南街道\n王小明,岳洲社区居委会\n"
TRADITIONAL = "name,area\n陳大文,灣仔區\n黃國強,觀塘區社會福利署\n"
JAPANESE = "name,area\n田中太郎,渋谷区\nさくら,みどり町の児童館\n"
KANJI = "name,area\n田中太郎,東京都渋谷区神南一丁目\n山田花子,大阪府大阪市北区中之島\n鈴木一郎,名古屋市中村区\n"
KOREAN = "name,area\n김철수,서울특별시 강남구 역삼동\n이영희,부산광역시 해운대구 우동\n아동복지관,지역아동센터\n"
GREEK = "name,area\nΠαπαδόπουλος Γεώργιος,Αθήνα\nΔήμος Αθηναίων,σχολείο\n"
SHORT = "name\n陳大文\n黃國強\n劉德凱\n譚詠麟\n"
"""No line has as many characters as one needs to be judged by itself."""
FOREIGN = {
    "big5": TRADITIONAL,
    "big5hkscs": TRADITIONAL,
    "shift_jis": JAPANESE,
    "euc_jp": JAPANESE,
    "big5 in short lines": SHORT,
    "euc_jp without kana": KANJI,
    "shift_jis without kana": KANJI,
    "euc_kr": KOREAN,
    "cp949": KOREAN,
    "johab": KOREAN,
    "cp1253": GREEK,
    "koi8_r": "name,area\nИванов Иван,Москва\n",
    "cp1251": "name,area\nИванов Иван,Москва\n",
    "tis_620": "name,area\nสมชาย,เชียงใหม่\n",
}


GLUED = {"big5": TRADITIONAL, "euc_kr": KOREAN, "euc_jp": KANJI}
"""What may stand behind lines in GB 18030."""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_what_offices_write_is_read(encoding: str):
    assert decoded(OURS.encode(encoding)) == OURS


@pytest.mark.parametrize("kind", FOREIGN)
def test_what_is_in_another_encoding_is_refused(kind: str):
    with pytest.raises(BadFile) as e:
        decoded(FOREIGN[kind].encode(kind.partition(" ")[0]))
    assert e.value.reason.startswith("file.unknown_encoding")


@pytest.mark.parametrize(
    ("first", "then"),
    [("gb18030", "utf-8"), ("utf-8", "gb18030"), ("gb18030", "big5"), ("gb18030", "euc_kr"), ("gb18030", "euc_jp")],
)
def test_two_encodings_glued_together_are_refused(first: str, then: str):
    text = GLUED.get(then, OURS)
    with pytest.raises(BadFile):
        decoded(OURS.encode(first) + text.partition("\n")[2].encode(then))


@pytest.mark.parametrize("sign", ["\ue000", "\uf8ff", "\ue5e5"])
def test_a_private_sign_is_refused_where_it_is_no_proven_character(sign: str):
    with pytest.raises(BadFile):
        decoded(OURS.replace("张三", f"张{sign}").encode("gb18030"))


def test_a_character_that_was_private_is_kept_as_what_it_is():
    older = OURS.replace("张三", "张\ue832").encode("gb18030")
    assert "张\u9fb8" in decoded(older)
    assert "张𰀀" in decoded(OURS.replace("张三", "张𰀀").encode("gb18030"))


RARE = "代码,名称,级别\n610828108204,垴坢圪垯村委会,社区\n152501003212,额尔敦塔拉嘎查,社区\n"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_names_of_rare_characters_are_names(encoding: str):
    assert decoded(RARE.encode(encoding)) == RARE
    assert all(common_enough(cell) for cell in RARE.replace("\n", ",").split(","))


@pytest.mark.long
def test_the_lists_of_all_districts_are_read_in_gb18030():
    """Each of the nation's as a file; `test_names_of_rare_characters_are_names` is the cheap one.

    Three, whose villages are nearly all called in other languages, and two with a line that could be UTF-8 too are
    refused with the remedy: saved as UTF-8.
    """
    of = dict[str, list[str]]()
    for code, name in divisions.rows():
        if not code.endswith("00000000"):
            of.setdefault(code[:6], []).append(f"{code},{name}")
    whole = {code: "\n".join(["代码,名称", *rows]) for code, rows in of.items()}
    refused = {code for code, text in whole.items() if not _is_read(text.encode("gb18030"))}
    assert len(refused) <= 5
    assert all(_is_read(whole[code].encode("utf-8")) for code in refused)


def _is_read(data: bytes) -> bool:
    try:
        decoded(data)
    except BadFile:
        return False
    return True
