"""Whatever a file unpacks to, it is read within bounds or refused by name; it never breaks a load."""

import gzip
import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from itertools import product

import openpyxl
import pytest

from graph_model.jobs.loading import UPLOAD_BYTES, Rejected, SourceFile
from knowledge.errors import BadFile, BadInput
from loaders.directory.prepare import gather
from loaders.intake.write import ROWS
from loaders.loading.topics import TOPICS
from loaders.persons import dossiers
from loaders.tables import bounds
from loaders.tables.headings import header
from loaders.tables.tables import read_table
from tests.loaders.reading import FORMS, KNOWN
from tests.support.walks import every

ON = date(2026, 11, 28)
HEAD = "档案编号,社区,出生日期\n"
AREAS = FORMS["areas"][0].columns
SHEET = "xl/worksheets/sheet1.xml"
DEEP = 5_000


def read(name: str, data: bytes, topic: str = "children") -> int:
    """Read a file as a load does; the number of rows."""
    file, forms = SourceFile(name, data), TOPICS[topic].forms
    header(file, forms, secret=True)
    return sum(1 for _ in read_table(file, *forms).rows)


def reads_or_refuses(name: str, data: bytes) -> bool:
    """True if it was read; any error but a refusal by name fails the test."""
    try:
        read(name, data)
    except BadInput:
        return False
    return True


def book() -> dict[str, bytes]:
    """The parts of a spreadsheet that reads well."""
    return dict(_book())


@cache
def _book(rows: int = 3) -> Mapping[str, bytes]:
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.append(HEAD.strip().split(","))
    for n in range(rows):
        sheet.append([f"X-{n}", "440104001007", date(2015, 3, 1)])
    stream = io.BytesIO()
    made.save(stream)
    with zipfile.ZipFile(stream) as packed:
        return {n: packed.read(n) for n in packed.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return stream.getvalue()


PARTS = sorted(book())
DTD = b'<!DOCTYPE x [<!ENTITY a "' + b"z" * 100 + b'"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def after_declaration(data: bytes, more: bytes) -> bytes:
    start = data.index(b"?>") + 2 if data.startswith(b"<?xml") else 0
    return data[:start] + more + data[start:]


DAMAGES: Mapping[str, Callable[[bytes], bytes]] = {
    "a DTD": lambda data: after_declaration(data, DTD),
    "a DTD in small letters": lambda data: after_declaration(data, DTD.lower()),
    "another encoding": lambda data: data.decode().replace("UTF-8", "UTF-16").encode("utf-16"),
    "an encoding that does not exist": lambda data: (
        b'<?xml version="1.0" encoding="none"?>' + after_declaration(data, b"")
    ),
    "the first half": lambda data: data[: len(data) // 2],
    "nothing": lambda _: b"",
    "no XML": lambda _: b"\x00\xff not XML",
    "another element": lambda _: b"<a/>",
    "depth": lambda _: b"<a>" * DEEP + b"</a>" * DEEP,
    "attributes that are no numbers": lambda data: data.replace(b'="1"', b'="x"').replace(b'="0"', b'="-9e99"'),
    "numbers without end": lambda data: data.replace(b'="1"', b'="' + b"9" * 5000 + b'"'),
}


def test_a_whole_file_reads_well():
    assert reads_or_refuses("a.xlsx", packed(book()))


@every(("damage", "part"), list(product(DAMAGES, PARTS)))
def test_a_damaged_part_is_read_or_refused(part: str, damage: str):
    parts = book()
    parts[part] = DAMAGES[damage](parts[part])
    well = reads_or_refuses("a.xlsx", packed(parts))
    assert not (well and "DTD" in damage)


@every("part", PARTS)
def test_a_file_without_a_part_is_read_or_refused(part: str):
    parts = book()
    del parts[part]
    reads_or_refuses("a.xlsx", packed(parts))


def sheet_with(rows: bytes) -> bytes:
    parts = book()
    parts[SHEET] = parts[SHEET].replace(b"</sheetData>", rows + b"</sheetData>")
    return packed(parts)


LIMIT_CELLS = bounds.cells(UPLOAD_BYTES)
BOMBS: Mapping[str, Callable[[], tuple[str, bytes]]] = {
    "zeros": lambda: ("a.csv.gz", gzip.compress(HEAD.encode() + b"0" * (UPLOAD_BYTES + 1))),
    "lines": lambda: ("a.csv.gz", gzip.compress(HEAD.encode() + b"\n" * (LIMIT_CELLS + 1))),
    "cells": lambda: ("a.csv.gz", gzip.compress(HEAD.encode() + b"," * (LIMIT_CELLS + 1))),
    "one text": lambda: ("a.csv.gz", gzip.compress(HEAD.encode() + b"x" * 2_000_000)),
    "a sheet of zeros": lambda: ("a.xlsx", sheet_with(b" " * UPLOAD_BYTES)),
    "a row without end": lambda: ("a.xlsx", unclosed(b"<row>" + b"<c/>" * 400_000)),
    "merged cells": lambda: ("a.xlsx", merged(b'<mergeCell ref="A1:CV1000"/>' * 3)),
    "cells in one row": lambda: ("a.xlsx", sheet_with(b"<row>" + b"<c/>" * 200_000 + b"</row>")),
    "far columns": lambda: ("a.xlsx", sheet_with(b'<row><c r="XFD1" t="n"><v>1</v></c></row>' * 100)),
    "text in many pieces": lambda: ("a.xlsx", shared(b"<si>" + b"<r><t>x</t></r>" * 20_000 + b"</si>")),
    "styles": lambda: ("a.xlsx", styled(b"<xf/>" * (bounds.OTHER_TAGS + 1))),
    "parts": lambda: ("a.xlsx", packed({**book(), **{f"xl/media/{n}.png": b"" for n in range(bounds.PARTS)}})),
    "TOML": lambda: ("a.toml.gz", gzip.compress(b"[[row]]\nkey='x'\n" * 400_000)),
}


def unclosed(rows: bytes) -> bytes:
    parts = book()
    return packed({**parts, SHEET: parts[SHEET].partition(b"</sheetData>")[0] + rows})


def merged(ranges: bytes) -> bytes:
    parts = book()
    return packed(
        {**parts, SHEET: parts[SHEET].replace(b"</sheetData>", b"</sheetData><mergeCells>" + ranges + b"</mergeCells>")}
    )


def shared(text: bytes) -> bytes:
    return packed({**book(), "xl/sharedStrings.xml": b"<sst>" + text + b"</sst>"})


def styled(formats: bytes) -> bytes:
    parts = book()
    return packed({**parts, "xl/styles.xml": parts["xl/styles.xml"].replace(b"</cellXfs>", formats + b"</cellXfs>")})


@pytest.mark.parametrize("bomb", BOMBS)
def test_what_unpacks_to_too_much_is_refused(bomb: str):
    name, data = BOMBS[bomb]()
    assert len(data) < 4 * 2**20
    with pytest.raises(BadFile):
        read(name, data)


VALUES = {
    "lists": "[" * DEEP + "]" * DEEP,
    "some lists": "[" * 200 + "]" * 200,
    "tables": "{a=" * DEEP + "1" + "}" * DEEP,
    "digits": "9" * 5000,
    "a day": "0001-01-01",
    "a moment": "9999-12-31T23:59:59Z",
    "no number": "nan",
    "infinity": "-inf",
    "hexadecimal": "0x" + "f" * 5000,
}


@pytest.mark.parametrize("value", VALUES)
def test_any_value_of_a_toml_is_read_or_refused(value: str):
    text = f"[[row]]\n'档案编号' = 'X-1'\n'社区' = '440104001007'\n'出生日期' = {VALUES[value]}\n"
    reads_or_refuses("a.toml", text.encode())
    reads_or_refuses("a.toml", (".".join("a" * bounds.KEY_PARTS) + "=1\n" + text).encode())


@every(
    ("part", "line"),
    product(["a", '"."', '"\\""', "'='", " a ", "\t''\t", "甲"], ["{}=1", "[{}]", "  [[ {} ]]", "x='''\n'''\n{}=1"]),
)
def test_a_key_of_many_parts_is_refused_before_it_is_read(part: str, line: str):
    """What reading it costs grows with the square of its parts: four megabytes of them would take days."""
    for parts in (bounds.KEY_PARTS + 1, DEEP):
        text = "[[row]]\n'档案编号' = 'X-1'\n" + line.format(".".join([part] * parts))
        with pytest.raises(BadFile) as refused:
            read("a.toml", text.encode())
        assert refused.value.reason == "file.nested_toml"


def test_a_text_with_many_points_is_no_key():
    bounds.check_keys(f"[[row]]\n说明 = '{'1.' * DEEP}'\n{'.'.join('a' * bounds.KEY_PARTS)} = 1")


CELLS = (
    *("9" * 4000, "9" * 5000, "-1", "1e400", "1.5", "²", "٣", "Ⅷ", "0001-01-01", "9999-12-31", "1500-02-30"),
    *("24:00-25:00", "NaN", "inf", ";" * 3000, "9" * 30 + "万", "\ud7ff", "\u202e", "👨‍👩‍👧‍👦", "(" * 500),
    *("=1+1", "''", "#REF!"),
)


@pytest.mark.parametrize("topic", [t for t in FORMS if t in TOPICS])
def test_any_text_in_any_cell_is_read_or_rejected(topic: str):
    for form in FORMS[topic]:
        labels = [c.label for c in form.columns]
        for column in range(len(labels)):
            rows = [["1" if i != column else text for i in range(len(labels))] for text in CELLS]
            text = "\n".join("\t".join(f'"{c}"' for c in row) for row in [labels, *rows])
            table = read_table(SourceFile("a.csv", text.encode()), form.columns)
            gather(form, table.rows, KNOWN)


def test_any_text_in_any_cell_of_a_dossier_is_read_or_rejected():
    labels = [c.label for c in dossiers.COLUMNS]
    for column in range(len(labels)):
        plain = {0: "X-1", 1: "440104001007"}
        rows = [[text if i == column else plain.get(i, "") for i in range(len(labels))] for text in CELLS]
        text = "\n".join("\t".join(f'"{c}"' for c in row) for row in [labels, *rows])
        table = read_table(SourceFile("a.csv", text.encode()), dossiers.COLUMNS)
        rejected: list[Rejected] = []
        assert [*dossiers.of_rows(table.rows, KNOWN, ON, rejected), *rejected]


def test_rows_are_refused_before_all_of_them_are_read():
    assert ROWS * 100 < LIMIT_CELLS, "a file of that many rows is read in part"
