"""What another hand says of our export: it is a tabular data package, its rows are valid.

Cheap neighbours: test_write.py, tests/network/exchange/test_directory.py.
"""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from knowledge.exchange.tables import HsdsVersion
from knowledge.rulebook.load import rulebook
from loaders.exchange.write import files, write
from network.exchange.directory import Directory
from network.exchange.pages import LISTS, ListQuery, ServedDirectory
from network.exchange.rows import of_version
from tests.support.hsds import ON, small

pytestmark = pytest.mark.long


@pytest.mark.parametrize("version", list(HsdsVersion))
@pytest.mark.parametrize("strict", [True, False])
def test_frictionless_finds_nothing_wrong(tmp_path: Path, version: HsdsVersion, strict: bool):
    frictionless = pytest.importorskip("frictionless", reason="not installed; `make check-long` does")
    write(files(Directory(small(), rulebook(), ON).tables(), version, "tables", strict=strict), tmp_path / "out")
    report = frictionless.validate(str(tmp_path / "out" / "datapackage.json"), type="package")
    assert report.flatten(["name", "type", "message"]) == []
    assert report.stats["tasks"] > 10


@pytest.mark.skipif(find_spec("check_jsonschema") is None, reason="not installed; `make check-long` does")
@pytest.mark.parametrize("version", list(HsdsVersion))
def test_check_jsonschema_finds_nothing_wrong(tmp_path: Path, shared: Path, version: HsdsVersion):
    served = ServedDirectory(of_version(Directory(small(), rulebook(), ON).tables(), version, strict=False))
    schemas = shared / "data" / "hsds" / version.value / "schema"
    command = [sys.executable, "-m", "check_jsonschema", "--schemafile"]
    for name, table in LISTS.items():
        rows = served.page(name, ListQuery(per_page=20, full=True))["contents"]
        assert rows, name
        written = [tmp_path / f"{name}-{n}.json" for n in range(len(rows))]
        for file, row in zip(written, rows, strict=True):
            file.write_text(json.dumps(row, ensure_ascii=False), "utf-8")
        judged = subprocess.run(
            [*command, schemas / f"{table}.json", *written], capture_output=True, text=True, check=False
        )
        assert (judged.returncode, judged.stdout.strip()) == (0, "ok -- validation done"), judged.stdout + judged.stderr
        written[0].write_text("{}", "utf-8")
        broken = subprocess.run([*command, schemas / f"{table}.json", written[0]], capture_output=True, check=False)
        assert broken.returncode == 1, "it refuses what is none"
