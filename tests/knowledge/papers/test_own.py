"""A body's own form: names found however Word has split them, filled in place, and nothing else of the file changed."""

import io
import zipfile
from collections.abc import Mapping

import pytest
from docx import Document
from openpyxl import Workbook, load_workbook

from knowledge.casework.load import table
from knowledge.casework.rows import FieldType, ItemKind
from knowledge.errors import BadInput
from knowledge.papers.naming import NEVER, names, unknown, written
from knowledge.papers.own import FormMark, OwnForm
from tests.support.walks import every

VISIT = table().kinds["visit"]


def docx() -> bytes:
    """A form with a name split over runs, in a table, in the header, and a tick."""
    made = Document()
    paragraph = made.add_paragraph("孩子：")
    for piece in ("{{孩", "子}", "}，", "{{监护风险等级=红（高）}} 红"):
        paragraph.add_run(piece).bold = True
    cell = made.add_table(1, 1).cell(0, 0)
    cell.text = "{{看到的情况}}"
    made.sections[0].header.paragraphs[0].text = "编号 {{编号}}"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def xlsx() -> bytes:
    made = Workbook()
    sheet = made.worksheets[0]
    sheet["A1"], sheet["B1"], sheet["B2"] = "孩子", "{{孩子}}（{{社区}}）", "=1+1"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The same file with one part more, or another one."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w") as after:
        for row in before.infolist():
            if row.filename != name:
                after.writestr(row, before.read(row))
        after.writestr(name, part)
    return out.getvalue()


def parts(content: bytes) -> Mapping[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {n: packed.read(n) for n in packed.namelist()}


def shown(content: bytes) -> list[str]:
    made = Document(io.BytesIO(content))
    return [
        *(p.text for p in made.paragraphs),
        made.tables[0].cell(0, 0).text,
        made.sections[0].header.paragraphs[0].text,
    ]


WORDS = {"head:child": "童 <1>", "head:code": "V-1", "field:note": "瘦了\n没吃早饭", "field:grade": "红（高）"}
CODES = {"field:grade": "red"}


def test_a_word_form_is_filled_where_its_names_stand():
    form = OwnForm.of(docx())
    assert [str(m) for m in form.marks()] == ["孩子", "监护风险等级=红（高）", "看到的情况", "编号"]
    assert not [m for m in form.marks() if unknown(VISIT, m)]
    made = form.filled(lambda m: written(VISIT, m, CODES, WORDS))
    assert shown(made) == ["孩子：童 <1>，☑ 红", "瘦了\n没吃早饭", "编号 V-1"]
    assert all(r.bold for r in Document(io.BytesIO(made)).paragraphs[0].runs[1:])
    before, after = parts(docx()), parts(made)
    assert before.keys() == after.keys()
    assert {n for n in before if before[n] != after[n]} == {"word/document.xml", "word/header1.xml"}
    assert shown(form.filled(lambda _: "")) == ["孩子：， 红", "", "编号 "]


def test_a_sheet_is_filled_as_text_and_runs_nothing():
    made = OwnForm.of(xlsx()).filled(lambda _: "=1+1")
    sheet = load_workbook(io.BytesIO(made)).worksheets[0]
    assert (sheet["B1"].value, sheet["B1"].data_type) == ("=1+1（=1+1）", "s")
    assert sheet["B2"].data_type == "f"


def test_a_name_that_nothing_is_called_is_named():
    assert unknown(VISIT, FormMark.of("孩子的星座"))
    assert unknown(VISIT, FormMark.of("监护风险等级=紫"))
    assert not unknown(VISIT, FormMark.of(" 监护 风险等级 ＝红（高） ".replace("＝", "=")))
    assert not unknown(VISIT, FormMark.of("出生日期"))


@every("kind", table().kinds.values(), ids=str)
def test_who_reported_and_sealed_records_and_files_have_no_name(kind: ItemKind):
    keys = {n.key for n in names(kind).values()}
    for field in kind.field:
        hidden = field.field_class in NEVER or field.type is FieldType.FILE
        assert not (hidden and f"field:{field.code}" in keys), field.code


LINK = b'<Relationships><Relationship Id="r9" Type="x/attachedTemplate" TargetMode="External"/></Relationships>'
HARMFUL = (
    ("word/vbaProject.bin", b"x"),
    ("word/embeddings/oleObject1.bin", b"x"),
    ("word/_rels/settings.xml.rels", LINK),
    ("word/footer9.xml", b'<w:ftr xmlns:w="w"><w:p><w:r><w:instrText> DDEAUTO c:\\x</w:instrText></w:r></w:p></w:ftr>'),
    ("word/footer9.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><w:ftr xmlns:w="w"><w:p><w:t>&b;</w:t></w:p></w:ftr>'),
    ("word/footer9.xml", b'<w:ftr xmlns:w="w"><w:p><w:t>{{x}</w:t></w:p></w:ftr>'),
    ("word/footer9.xml", b"<w:ftr"),
)


@pytest.mark.parametrize(("name", "part"), HARMFUL)
def test_what_reaches_out_or_cannot_be_read_is_refused(name: str, part: bytes):
    with pytest.raises(BadInput):
        OwnForm.of(with_part(docx(), name, part))


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"%PDF-1.4", docx()[:-30], with_part(b"PK\x05\x06" + bytes(18), "a", b"b")]
)
def test_what_is_no_form_is_refused(content: bytes):
    with pytest.raises(BadInput):
        OwnForm.of(content)


def test_a_form_that_unpacks_to_too_much_is_refused():
    with pytest.raises(BadInput) as caught:
        OwnForm.of(with_part(docx(), "word/media/a.bin", bytes(21 * 2**20)))
    assert caught.value.message.code == "own_form.too_large"
