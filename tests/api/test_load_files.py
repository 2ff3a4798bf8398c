"""Encodings and formats of a loaded file; one typed refusal where a file cannot be used."""

import csv
from typing import Any

import pytest

from api.loading.query import FILE_BYTES, LARGEST_FILE
from tests.api.loads import AREAS, LOAD, book, handed, load, refused, table


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
async def test_every_encoding_of_a_csv_reads_alike(ask: Any, encoding: str):
    assert (await load(ask, "areas", table(*AREAS, encoding=encoding)))["written"] == 1


async def test_xlsx_reads_alike(ask: Any):
    rows = tuple(tuple(next(csv.reader([line]))) for line in AREAS)
    assert (await load(ask, "areas", handed(book(("一张表",), *rows), "a.xlsx")))["written"] == 1


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "a.csv", "file.empty"),
        (b"\xef\xbb\xbf\n\n", "a.csv", "file.empty"),
        (book(), "a.xlsx", "file.empty"),
        (b"%PDF-1.7", "a.pdf", "file.not_a_table"),
        (b"\x89PNG\r\n", "a.png", "file.not_a_table"),
        (b"PK\x03\x04", "a.xlsx", "file.damaged_xlsx"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 99, "a.xls", "file.old_format"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "file.protected"),
        (b"\xff\x00\xff\x81", "a.csv", "file.unknown_encoding"),
        ("\n".join(["代码,名称,级别,上级代码", *["x"] * 5001]).encode(), "a.csv", "file.too_many_rows"),
        (b"x" * (FILE_BYTES + 3), "a.csv", "file.too_large"),
    ],
)
async def test_a_file_that_cannot_be_used_is_one_typed_refusal(ask: Any, content: bytes, name: str, reason: str):
    found = await refused(ask, "areas", handed(content, name), preview=False)
    assert (found["code"], found["reason"]) == ("FILE_REFUSED", reason)
    assert found["message"]


async def test_what_is_not_base64_is_refused_and_a_larger_body_too(ask: Any):
    found = await refused(ask, "areas", {"name": "a.csv", "content": "***"})
    assert (found["code"], found["reason"]) == ("FILE_REFUSED", "file.not_base64")
    reply = await ask(LOAD, "centre", topic="areas", file={"name": "a.csv", "content": "x" * (FILE_BYTES * 2)})
    assert reply["errors"][0]["extensions"]["reason"] == "file.too_large"
    reply = await ask(LOAD, "centre", topic="areas", file={"name": "a.csv", "content": "x" * (LARGEST_FILE * 2)})
    assert "上限" in reply["errors"][0]["message"]
    reply = await ask(LOAD, "planner", topic="areas", file={"name": "a.csv", "content": "x" * 200_000})
    assert "上限" in reply["errors"][0]["message"]
