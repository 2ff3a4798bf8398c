"""A text is in an encoding that is proven, or the file is refused: nothing is ever stored as other characters."""

import pytest

from knowledge.errors import BadFile
from loaders.tables.encodings import decoded

OURS = "name,area\n张三,石牌街道\n李四,天河南街道\n王小明,岳洲社区居委会\n"
TRADITIONAL = "name,area\n陳大文,灣仔區\n黃國強,觀塘區社會福利署\n"
JAPANESE = "name,area\n田中太郎,渋谷区\nさくら,みどり町の児童館\n"
SHORT = "name\n陳大文\n黃國強\n劉德凱\n譚詠麟\n"
"""No line has as many characters as one needs to be judged by itself."""
FOREIGN = {
    "big5": TRADITIONAL,
    "big5hkscs": TRADITIONAL,
    "shift_jis": JAPANESE,
    "euc_jp": JAPANESE,
    "big5 in short lines": SHORT,
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_what_offices_write_is_read(encoding: str):
    assert decoded(OURS.encode(encoding)) == OURS


@pytest.mark.parametrize("kind", FOREIGN)
def test_what_is_in_another_encoding_is_refused(kind: str):
    with pytest.raises(BadFile) as e:
        decoded(FOREIGN[kind].encode(kind.partition(" ")[0]))
    assert e.value.reason.startswith("file.unknown_encoding")


@pytest.mark.parametrize(("first", "then"), [("gb18030", "utf-8"), ("utf-8", "gb18030"), ("gb18030", "big5")])
def test_two_encodings_glued_together_are_refused(first: str, then: str):
    text = TRADITIONAL if then == "big5" else OURS
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
