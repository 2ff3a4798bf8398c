"""Files of HSDS into rows: a tabular data package, pages of JSON, as a folder, an archive or one file (读文件)."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from knowledge.errors import BadInput
from knowledge.exchange.tables import HsdsTable, tables
from network.exchange.check import RawRow, RawTables

BYTES = 200 * 2**20
"""Most bytes of a directory, unpacked (configured value)."""
FILES = 10_000
DEPTH = 40
"""Levels of nested rows."""
Files = Mapping[str, bytes]


class HsdsReader:
    """Reads files into rows by table."""

    def __init__(self) -> None:
        self.rows: dict[str, list[RawRow]] = {}
        self.listed: dict[str, list[int]] = {}
        """By table: number of rows by its first page, then the number on each page."""

    def read(self, files: Files) -> RawTables:
        """All rows of a directory.

        Raises:
            BadInput: A file cannot be read, none is of the form, or pages are missing.
        """
        csvs = {f: t for f, t in _tabular(files).items() if f in files}
        for file, form in csvs.items():
            self._table(file, form, files[file])
        if not csvs:
            for file, content in files.items():
                if file.lower().endswith((".json", ".ndjson")) and file != "datapackage.json":
                    self._pages(file, content)
        for name, counts in self.listed.items():
            if sum(counts[1:]) < counts[0]:
                raise BadInput("file", "exchange_file.pages_missing", table=name, total=counts[0], here=sum(counts[1:]))
        if not any(self.rows.values()):
            raise BadInput("file", "exchange_file.no_rows")
        return self.rows

    def _add(self, table: str, place: str, cells: Mapping[str, Any], *, tabular: bool = False) -> None:
        self.rows.setdefault(table, []).append(RawRow(place, cells, tabular))

    def _table(self, file: str, form: HsdsTable, content: bytes) -> None:
        lines = csv.reader(io.StringIO(_text(file, content), newline=""), strict=True)
        try:
            header = next(lines, [])
            if "id" not in header or len(set(header)) < len(header):
                raise BadInput(file, "exchange_file.bad_header")
            for cells in lines:
                if cells and len(cells) != len(header):
                    raise BadInput(file, "exchange_file.ragged", line=lines.line_num)
                if any(cells):
                    row = dict(zip(header, cells, strict=True))
                    self._add(form.name, f"{file}:{lines.line_num}", row, tabular=True)
        except csv.Error:
            raise BadInput(file, "exchange_file.bad_line", line=lines.line_num) from None

    def _pages(self, file: str, content: bytes) -> None:
        given = _json(file, content)
        if isinstance(given, dict) and "contents" not in given and "id" not in given:
            by_file = {t.file: t for t in tables().values()}
            for name, rows in given.items():
                if name not in by_file or not isinstance(rows, list):
                    raise BadInput(file, "exchange_file.not_of_the_form")
                for n, row in enumerate(rows, 1):
                    self._nest(by_file[name], f"{name} #{n}", row, 0)
            return
        form = _listed(file)
        rows = given.get("contents", [given]) if isinstance(given, dict) else given
        if not isinstance(rows, list):
            raise BadInput(file, "exchange_file.not_of_the_form")
        if isinstance(given, dict) and isinstance(total := given.get("total_items"), int):
            self.listed.setdefault(form.name, [total]).append(len(rows))
        for n, row in enumerate(rows, 1):
            self._nest(form, f"{file} #{n}", row, 0)

    def _nest(self, form: HsdsTable, place: str, row: Any, depth: int) -> None:
        """A row and all rows nested in it, each in its own table."""
        if not isinstance(row, dict) or depth > DEPTH:
            raise BadInput(place, "exchange_file.not_of_the_form")
        nested = {*form.many, *form.besides, *form.one, *form.listed}
        cells = {n: v for n, v in row.items() if n not in nested}
        for name, by in {**form.one, **form.listed}.items():
            if isinstance(inner := row.get(name), dict):
                target = tables()[form.refers(by) or ""]
                self._nest(target, f"{place} {name}", inner, depth + 1)
                cells.setdefault(by, inner.get("id"))
            elif inner is not None:
                raise BadInput(place, "exchange_file.not_of_the_form")
        for name, child in {**form.many, **form.besides}.items():
            table, _, owner = child.partition(".")
            inner_rows = row.get(name) or []
            if not isinstance(inner_rows, list):
                raise BadInput(place, "exchange_file.not_of_the_form")
            for n, inner in enumerate(inner_rows, 1):
                owned = {**inner, owner: row.get("id"), **_link(form, table)} if isinstance(inner, dict) else inner
                self._nest(tables()[table], f"{place} {name}/{n}", owned, depth + 1)
        self._add(form.name, place, cells)


def _link(form: HsdsTable, table: str) -> dict[str, str]:
    """Return the fields of an attribute or metadata row that name the table of its owner."""
    names = {"attribute": "link_entity", "metadata": "resource_type"}
    return {names[table]: form.name} if table in names else {}


def _tabular(files: Files) -> Mapping[str, HsdsTable]:
    """The files of the tables: as the package describes them, else by their usual names."""
    by_file = {t.file: t for t in tables().values()}
    if "datapackage.json" in files:
        described = _json("datapackage.json", files["datapackage.json"])
        resources = described.get("resources", []) if isinstance(described, dict) else []
        for r in resources if isinstance(resources, list) else []:
            if isinstance(r, dict) and r.get("name") in tables() and isinstance(r.get("path"), str):
                by_file[r["path"]] = tables()[r["name"]]
    return by_file


def _listed(file: str) -> HsdsTable:
    """Return the table of a JSON file, by its name."""
    name = Path(file).name.lower()
    longest = sorted((t for t in tables()), key=len, reverse=True)
    plural = {"taxonomies": "taxonomy"}
    for start in (*plural, *longest):
        if name.startswith(start):
            return tables()[plural.get(start, start)]
    raise BadInput(file, "exchange_file.unnamed")


def _text(file: str, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(file, "exchange_file.not_utf8") from None


def _json(file: str, content: bytes) -> Any:
    text = _text(file, content)
    try:
        if file.lower().endswith(".ndjson"):
            return [json.loads(line, parse_constant=_refused) for line in text.splitlines() if line.strip()]
        return json.loads(text, parse_constant=_refused)
    except (ValueError, RecursionError):
        raise BadInput(file, "exchange_file.not_json") from None


def _refused(_constant: str) -> None:
    raise ValueError


def opened(path: Path) -> Files:
    """The files of a folder, of an archive, or one file, by name.

    Raises:
        BadInput: It cannot be read, or is more than a directory may be.
    """
    try:
        files = dict(_archived(path) if zipfile.is_zipfile(path) else _on_disk(path))
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        raise BadInput("file", "exchange_file.unreadable") from None
    return files


def _archived(path: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as packed:
        parts = [p for p in packed.infolist() if not p.is_dir()]
        _check_size(len(parts), sum(p.file_size for p in parts))
        folder = _common(p.filename for p in parts)
        for part in parts:
            yield part.filename.removeprefix(folder), packed.read(part)


def _common(names: Iterator[str]) -> str:
    """The one folder in which all files of an archive lie, if there is one."""
    tops = {n.partition("/")[0] if "/" in n else "" for n in names}
    return f"{tops.pop()}/" if len(tops) == 1 and "" not in tops else ""


def _on_disk(path: Path) -> Iterator[tuple[str, bytes]]:
    files = sorted(p for p in path.iterdir() if p.is_file()) if path.is_dir() else [path]
    _check_size(len(files), sum(p.stat().st_size for p in files))
    yield from ((p.name, p.read_bytes()) for p in files)


def _check_size(files: int, size: int) -> None:
    if files > FILES or size > BYTES:
        raise BadInput("file", "exchange_file.too_large", most=BYTES // 2**20)
