"""Every shape in which people keep tables gives the same rows."""

import csv
import gzip
import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from graph_model.jobs.loading import Rejected
from knowledge.errors import BadInput
from loaders.tables.cell_text import clean
from loaders.tables.columns import Column
from loaders.tables.headings import header
from loaders.tables.source import open_file
from loaders.tables.tables import TableRow, read_table

FORM = (Column("code", ("代码",), required=True), Column("name", ("名称",), required=True), Column("note", ("备注",)))


def rows(path: Path) -> list[TableRow | Rejected]:
    return list(read_table(open_file(path), FORM).rows)


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters_read_alike(tmp_path: Path, encoding: str, delimiter: str):
    text = io.StringIO()
    out = csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    out.writerows(
        [["某区区划表"], [], ["代码", "名称"], ["440104001000", "洪桥街道㙟"], ["440104999000", "甲,乙;丙\t丁"]]
    )
    path = write(tmp_path / "a.csv", text.getvalue().encode(encoding))
    assert rows(path) == [
        TableRow(4, {"code": "440104001000", "name": "洪桥街道㙟"}),
        TableRow(5, {"code": "440104999000", "name": "甲,乙;丙 丁"}),
    ]


def test_gzip_is_unpacked(tmp_path: Path):
    path = write(tmp_path / "a.csv.gz", gzip.compress("代码,名称\n44,广东省\n".encode()))
    assert rows(path) == [TableRow(2, {"code": "44", "name": "广东省"})]


def test_a_line_is_the_one_that_an_editor_shows(tmp_path: Path):
    path = write(tmp_path / "a.csv", '代码,名称\n1,"甲\n乙"\n\n2,丙\n'.encode())
    assert rows(path) == [TableRow(2, {"code": "1", "name": "甲 乙"}), TableRow(5, {"code": "2", "name": "丙"})]


def test_xlsx_codes_stay_exact(tmp_path: Path):
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["越秀区区划"],
        ["代 码*", "名称", "备注"],
        [440104001000, "洪桥街道", date(2024, 5, 1)],
        ["'440104002000", "北京街道", None],
        [None, None, None],
        [440104003000.0, "六榕街道", 1.5],
    ):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    assert rows(tmp_path / "a.xlsx") == [
        TableRow(3, {"code": "440104001000", "name": "洪桥街道", "note": "2024-05-01"}),
        TableRow(4, {"code": "440104002000", "name": "北京街道", "note": ""}),
        TableRow(6, {"code": "440104003000", "name": "六榕街道", "note": "1.5"}),
    ]


def test_toml_rows_carry_their_line(tmp_path: Path):
    path = write(
        tmp_path / "a.toml",
        '# 说明\n[[row]]\ncode = "44"\nname = "广东省"\n\n[[row]]\n代码 = 4401\n名称 = "广州市"\n'.encode(),
    )
    with pytest.raises(BadInput):  # the same column under two names
        rows(path)
    path = write(tmp_path / "b.toml", '# 说明\n[[row]]\ncode = 44\nname = "甲"\nnote = ["x", "y"]\n'.encode())
    assert rows(path) == [TableRow(2, {"code": "44", "name": "甲", "note": "x;y"})]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('="440104001000"', "440104001000"),
        ("'440104001000", "440104001000"),
        ("\ufeff 440104001000\u200b\u3000", "440104001000"),
        (440104001000, "440104001000"),
        (440104001000.0, "440104001000"),
        (124401040000000001, "1.24401E+17"),
        (None, ""),
        ("'甲'", "'甲'"),
    ],
)
def test_cells_are_cleaned(cell: object, text: str):
    assert clean(cell) == text


def test_more_cells_than_the_header_are_rejected(tmp_path: Path):
    path = write(tmp_path / "a.csv", "代码,名称\n1,甲,乙\n2,丙\n3\n".encode())
    first, second, third = rows(path)
    assert isinstance(first, Rejected)
    assert (first.line, first.reason.code) == (2, "row.too_many_cells")
    assert second == TableRow(3, {"code": "2", "name": "丙"})
    assert isinstance(third, Rejected)
    assert (third.line, third.reason.code) == (4, "cell.cut_off")


def test_an_unknown_heading_is_no_column(tmp_path: Path):
    path = write(tmp_path / "a.csv", "代码,名称,备柱\n1,甲,x\n".encode())
    assert [h.column for h in header(open_file(path), [FORM]).headings] == ["code", "name", None]


def test_a_header_is_found_with_the_delimiter_under_which_the_quotes_are_right(tmp_path: Path):
    path = write(tmp_path / "a.csv", '代码;名称\n1;"甲,乙"\n"2,3"x;丙\n'.encode())
    with pytest.raises(BadInput):
        header(open_file(path), [FORM])
    path = write(tmp_path / "b.csv", '代码;名称\n1;甲\n2,"3"x;丙\n'.encode())
    assert [h.column for h in header(open_file(path), [FORM]).headings] == ["code", "name"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.csv", "代码,姓名\n1,甲\n".encode(), "file.columns_missing"),
        ("a.csv", "\n".join(["题"] * 15 + ["代码,名称"]).encode(), "file.columns_missing"),
        ("a.csv", b"", "file.empty"),
        ("a.csv", b"%PDF-1.7 x", "file.not_a_table"),
        ("a.csv", b"\x00\x01\x02", "file.not_a_table"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "file.protected"),
        ("a.csv", b"\xff\x00\xff\x81", "file.unknown_encoding"),
        ("a.csv", '代码,名称\n1,"甲\n'.encode(), "file.bad_line"),
        ("a.csv", "代码,名称,名称\n".encode(), "file.column_twice"),
        ("a.xls", b"<html><table><tr><td>1</td></tr></table></html>", "file.web_page"),
        ("a.xls", b"\xd0\xcf\x11\xe0rest", "file.old_format"),
        ("a.xlsx", b"PK\x03\x04 not a zip", "file.damaged_xlsx"),
        ("a.csv.gz", gzip.compress(b"abc", mtime=0)[:-9], "file.unreadable"),
        ("a.toml", b"row = 1", "file.no_toml_rows"),
        ("a.toml", b"row = [", "file.bad_toml"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_clear_error(tmp_path: Path, name: str, content: bytes, reason: str):
    with pytest.raises(BadInput) as error:
        rows(write(tmp_path / name, content))
    assert error.value.reason == reason
    assert str(error.value.message)


def test_a_missing_file_is_told(tmp_path: Path):
    with pytest.raises(BadInput):
        rows(tmp_path / "none.csv")


def test_what_unpacks_too_large_is_refused(tmp_path: Path):
    packed = write(tmp_path / "a.csv.gz", gzip.compress(b"0" * 20_000))
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/worksheets/sheet1.xml", b"0" * 20_000)
    for path in (packed, tmp_path / "b.xlsx", write(tmp_path / "c.csv", b"0" * 20_000)):
        with pytest.raises(BadInput, match="BadFile") as error:
            list(read_table(open_file(path, limit=10_000), FORM).rows)
        assert error.value.reason == "file.too_large"


def test_two_sheets_with_the_header_are_refused(tmp_path: Path):
    book = openpyxl.Workbook()
    for sheet in (book.active, book.create_sheet("二")):
        assert sheet is not None
        sheet.append(["代码", "名称"])
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(BadInput):
        rows(tmp_path / "a.xlsx")
