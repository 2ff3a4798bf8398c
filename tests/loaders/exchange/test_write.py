"""Files of the directory: a package that its own description fits, pages, the same bytes again, whole or not there."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from knowledge.errors import BadInput
from knowledge.exchange.tables import PREFIX, HsdsVersion, tables
from loaders.exchange.write import files, write
from tests.support.hsds import faults, rows


def made(version: HsdsVersion = HsdsVersion.V3_1, form: str = "tables", *, strict: bool = False) -> dict[str, bytes]:
    return dict(files(rows(), version, form, strict=strict))


def cells(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


@pytest.mark.parametrize("version", list(HsdsVersion))
def test_the_package_is_as_it_describes_itself(version: HsdsVersion):
    found = made(version)
    described = json.loads(found.pop("datapackage.json"))
    assert described["profile"] == "tabular-data-package"
    assert {r["path"] for r in described["resources"]} == found.keys()
    ids = {r["name"]: {row["id"] for row in cells(found[r["path"]])} for r in described["resources"]}
    for r in described["resources"]:
        lines = cells(found[r["path"]])
        assert list(lines[0]) == [f["name"] for f in r["schema"]["fields"]]
        required = {f["name"] for f in r["schema"]["fields"] if f.get("constraints", {}).get("required")}
        assert all(row[name] for row in lines for name in required)
        for key in r["schema"]["foreignKeys"]:
            target = ids[key["reference"]["resource"] or r["name"]]
            assert {row[key["fields"]] for row in lines} - {""} <= target
    assert ("service_capacity.csv" in found) is (version is HsdsVersion.V3_1)


def test_every_row_of_the_tables_is_in_the_package():
    found = made()
    assert {n: len(cells(found[form.file])) for n, form in tables().items() if n in rows()} == {
        n: len(table) for n, table in rows().items()
    }


def test_pages_hold_every_service_and_organisation_under_the_published_schema(shared: Path):
    pages = {n: json.loads(c) for n, c in made(form="json").items()}
    for name, table in (("services", "service"), ("organizations", "organization")):
        own = [page for n, page in pages.items() if n.startswith(name)]
        assert [row["id"] for page in own for row in page["contents"]] == list(rows()[table])
        assert [faults(shared, "3.1", table, page["contents"][3]) for page in own] == [[] for _ in own]
    assert not any(PREFIX.encode() in c for c in made(form="json", strict=True).values())


def test_the_same_directory_makes_the_same_bytes(tmp_path: Path):
    for name in ("a.zip", "b.zip"):
        write(iter(made().items()), tmp_path / name)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    assert set(ZipFile(tmp_path / "a.zip").namelist()) == made().keys()
    write(iter(made().items()), tmp_path / "folder")
    assert {p.name: p.read_bytes() for p in (tmp_path / "folder").iterdir()} == made()


@pytest.mark.parametrize("name", ["new", "new.zip"])
def test_nothing_is_overwritten_and_nothing_half_is_left(tmp_path: Path, name: str):
    def breaks() -> Iterator[tuple[str, bytes]]:
        yield "services.csv", b"id\r\n"
        raise OSError

    with pytest.raises(BadInput):
        write(breaks(), tmp_path / name)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / name).touch()
    with pytest.raises(BadInput):
        write(iter(made().items()), tmp_path / name)
    with pytest.raises(BadInput):
        write(iter(made().items()), tmp_path / "nowhere" / name)
    assert [p.name for p in tmp_path.iterdir()] == [name]
