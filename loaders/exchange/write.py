"""Tables of HSDS as files: a tabular data package, or pages of JSON; whole or not there (写文件)."""

import csv
import io
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from knowledge.errors import BadInput
from knowledge.exchange.tables import HsdsTable, HsdsVersion, extras, tables
from network.exchange.pages import ListQuery, ServedDirectory
from network.exchange.rows import Row, Tables, of_version

PER_PAGE = 500
"""Rows of a page of JSON."""
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every file in an archive: the same directory makes the same bytes."""
FORMS = ("tables", "json")


def files(rows: Tables, version: HsdsVersion, form: str, *, strict: bool) -> Iterator[tuple[str, bytes]]:
    """The files of a directory by name."""
    kept = of_version(rows, version, strict=strict)
    yield from _pages(kept) if form == "json" else _package(kept, version, strict=strict)


def write(made: Iterator[tuple[str, bytes]], out: Path) -> int:
    """Write the files into a new folder, or into an archive if the name ends in .zip; the number of files.

    Raises:
        BadInput: There is something of that name already, or it cannot be written.
    """
    if out.exists() or not out.parent.is_dir():
        raise BadInput("out", "exchange_file.out_taken" if out.exists() else "exchange_file.no_folder")
    try:
        return _archive(made, out) if out.suffix == ".zip" else _folder(made, out)
    except OSError:
        raise BadInput("out", "exchange_file.out_unwritable") from None


def _archive(made: Iterator[tuple[str, bytes]], out: Path) -> int:
    handle, name = tempfile.mkstemp(dir=out.parent, prefix=".hsds-")
    try:
        with os.fdopen(handle, "wb") as opened, ZipFile(opened, "w", ZIP_DEFLATED) as zipped:
            count = 0
            for file, content in made:
                zipped.writestr(ZipInfo(file, EPOCH), content, ZIP_DEFLATED)
                count += 1
        Path(name).chmod(0o644)
        Path(name).rename(out)
    finally:
        Path(name).unlink(missing_ok=True)
    return count


def _folder(made: Iterator[tuple[str, bytes]], out: Path) -> int:
    beside = Path(tempfile.mkdtemp(dir=out.parent, prefix=".hsds-"))
    try:
        count = 0
        for file, content in made:
            (beside / file).write_bytes(content)
            count += 1
        beside.chmod(0o755)
        beside.rename(out)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return count


def _package(kept: Tables, version: HsdsVersion, *, strict: bool) -> Iterator[tuple[str, bytes]]:
    resources = []
    for name, form in tables().items():
        if rows := kept.get(name):
            columns = (*form.written(version), *(() if strict else extras().get(name, {})))
            yield form.file, _csv(columns, rows)
            resources.append(_resource(form, columns, kept))
    described = {"name": "tongxin", "profile": "tabular-data-package", "version": version.value, "resources": resources}
    yield "datapackage.json", _json(described)


def _csv(columns: tuple[str, ...], rows: Mapping[str, Row]) -> bytes:
    text = io.StringIO(newline="")
    lines = csv.DictWriter(text, columns, lineterminator="\r\n")
    lines.writeheader()
    lines.writerows({n: _cell(v) for n, v in row.items()} for row in rows.values())
    return text.getvalue().encode("utf-8")


def _cell(value: object) -> object:
    return str(value).lower() if isinstance(value, bool) else value


TYPES: Mapping[str, dict[str, str]] = {
    "uuid": {"type": "string", "format": "uuid"},
    "uri": {"type": "string", "format": "uri"},
    "email": {"type": "string", "format": "email"},
}
"""Types of Table Schema whose name is another."""


def _resource(form: HsdsTable, columns: tuple[str, ...], kept: Tables) -> dict[str, Any]:
    """A file as Table Schema describes it."""
    keys = [
        {"fields": field, "reference": {"resource": "" if target == form.name else target, "fields": "id"}}
        for field in columns
        if (target := form.refers(field)) and kept.get(target)
    ]
    schema = {"fields": [_field(form, name) for name in columns], "primaryKey": "id", "foreignKeys": keys}
    return {"name": form.name, "path": form.file, "profile": "tabular-data-resource", "schema": schema}


def _field(form: HsdsTable, name: str) -> dict[str, Any]:
    declared = {**form.fields, **extras().get(form.name, {})}[name]
    required = name in (*form.required, *form.in_table)
    constraints = {"required": True} if required else {}
    if not isinstance(declared, str):
        return {"name": name, "type": "string", "constraints": {**constraints, "enum": list(declared)}}
    kind = TYPES["uuid"] if form.refers(name) else TYPES.get(declared, {"type": declared})
    return {"name": name, **kind, **({"constraints": constraints} if constraints else {})}


def _pages(kept: Tables) -> Iterator[tuple[str, bytes]]:
    """Services and organisations with all that belongs to them."""
    offered = ServedDirectory(kept)
    for name in ("services", "organizations"):
        number, last = 1, False
        while not last:
            page = offered.page(name, ListQuery(page=number, per_page=PER_PAGE, full=True))
            yield f"{name}-{number:04}.json", _json(page)
            number, last = number + 1, page["last_page"]


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
