"""The package of another hand says that ours is a tabular data package; its cheap neighbour is test_write.py."""

from pathlib import Path

import pytest

from knowledge.exchange.tables import HsdsVersion
from knowledge.rulebook.load import rulebook
from loaders.exchange.write import files, write
from network.exchange.directory import Directory
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
