"""A plan in Word becomes rows: every word is in a clause or told with its place, and the rows load."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import BadInput
from loaders.directory.word_plan import drafted
from loaders.taking.plan_file import PlanHead, read, report, write
from network.local import LocalClause
from tests.loaders.reading import read_file, records

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DISTRICT = "440104000000"
HEAD = PlanHead("2026-方案", "示例方案", date(2026, 2, 1), DISTRICT, "方案.docx")


def p(text: str, more: str = "", inside: str = "") -> str:
    return f"<w:p><w:pPr>{more}</w:pPr><w:r><w:t>{text}</w:t></w:r>{inside}</w:p>"


def docx(*body: str, head: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("word/document.xml", f"{head}<w:document {W}><w:body>{''.join(body)}</w:body></w:document>")
    return out.getvalue()


def clauses_of(*body: str) -> tuple[dict[str, str], list[str]]:
    """The clauses by number, and the codes of what is told."""
    draft = drafted(docx(*body))
    assert all(str(m) for m in draft.notes)
    return {c.number: c.text for c in draft.clauses}, [m.code.partition(".")[2] for m in draft.notes]


def test_an_outline_is_numbered_with_what_stands_above():
    clauses, notes = clauses_of(
        p("一、总体要求"), p("保护未成年人。"), p("二、任务"), p("（一）社区"), p("1．走访"), p("每月一次。"),
        p("2.登记"),
        p("(二)街道"), p("（1）站点"), p("三、附则"),
    )  # fmt: skip
    assert clauses == {
        "一": "总体要求 保护未成年人。",
        "二": "任务",
        "二（一）": "社区",
        "二（一）1": "走访 每月一次。",
        "二（一）2": "登记",
        "二（二）": "街道",
        "二（二）（1）": "站点",
        "三": "附则",
    }
    assert notes == []


def test_articles_hold_their_own_numbers_and_chapters_are_told():
    clauses, notes = clauses_of(
        p("第一章 总则"), p("第一条　目的。"), p("（一）甲；"), p("第二条 原则。"), p("第四条 附则。")
    )
    assert clauses == {"第一条": "目的。 （一）甲；", "第二条": "原则。", "第四条": "附则。"}
    assert notes == ["heading", "skipped"]


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ((p("示例区文件"), p("一、甲")), "before"),
        ((p("一、甲"), p("说明", '<w:pStyle w:val="Heading1"/>')), "heading"),
        ((p("一、甲"), p("自动编号", "<w:numPr/>")), "numbered"),
        ((p("一、甲"), "<w:tbl><w:tr><w:tc>" + p("格") + "</w:tc></w:tr></w:tbl>"), "table"),
        ((p("一、甲", inside="<w:r><w:drawing/></w:r>"),), "picture"),
        ((p("一、甲", inside="<w:r><w:footnoteReference/></w:r>"),), "note"),
        ((p("一、甲", inside="<w:ins><w:r><w:t>乙</w:t></w:r></w:ins>"),), "changed"),
        ((p("一、甲"), p("一、乙")), "twice"),
        ((p("一、甲"), p("三、乙")), "skipped"),
        ((p("一、"),), "empty"),
        ((p("一、" + "长" * 3001),), "long"),
    ],
)
def test_what_is_not_understood_is_told_with_its_place(body: tuple[str, ...], what: str):
    draft = drafted(docx(*body))
    (note,) = draft.notes
    assert note.code == f"plan_draft.{what}"
    assert str(len(body) if what not in {"before", "table"} else 1) in str(note)


def test_a_deleted_text_is_not_read_and_an_inserted_one_is():
    draft = drafted(docx(p("一、甲", inside="<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>")))
    assert draft.clauses[0].text == "甲"
    draft = drafted(docx(p("一、甲", inside="<w:ins><w:r><w:t>新</w:t></w:r></w:ins>")))
    assert draft.clauses[0].text == "甲新"


@given(
    st.lists(st.text(st.sampled_from("第一二三条章、（）().12甲乙。 "), min_size=1, max_size=8), min_size=1, max_size=8)
)
def test_no_paragraph_is_lost_without_a_word(texts: list[str]):
    draft = drafted(docx(*map(p, texts)))
    kept = "".join(c.number + c.text for c in draft.clauses)
    for place, text in enumerate(texts, 1):
        letters = [c for c in text if c in "甲乙"]
        named = any(m.code.endswith(("before", "heading")) and m.params["place"] == place for m in draft.notes)
        assert named or all(c in kept for c in letters)


@pytest.mark.parametrize("content", [b"", b"PK", docx(head="<!DOCTYPE x>"), b"%PDF-1.4"])
def test_what_is_no_word_file_is_refused(content: bytes):
    with pytest.raises(BadInput):
        drafted(content)


def test_the_table_loads(tmp_path: Path):
    file, out = tmp_path / "方案.docx", tmp_path / "plans.csv"
    file.write_bytes(docx(p("第一条 =甲。"), p("乙。"), p("第二条 丙。"), p("丁。")))
    draft = read(file)
    write(out, draft, HEAD)
    loaded = read_file("plans", out)
    assert not loaded.rejected
    clauses = [r for r in records(loaded) if isinstance(r, LocalClause)]
    assert [(c.number, c.area) for c in clauses] == [("第一条", DISTRICT), ("第二条", DISTRICT)]
    assert [c.text for c in clauses] == ["=甲。 乙。", "丙。 丁。"]
    assert len(list(report(out, draft))) == 1
    with pytest.raises(BadInput):
        write(out, draft, HEAD)
    file.write_bytes(docx(p("没有编号")))
    with pytest.raises(BadInput):
        read(file)
