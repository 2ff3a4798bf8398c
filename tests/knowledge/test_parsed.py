"""Rule files that were parsed once are read as parsing them again would, and never when they say something else."""

import os
import pickle
import shutil
from pathlib import Path

import pytest

from knowledge import parsed
from knowledge.rulebook.load import FOLDER
from knowledge.rulebook.source import RuleSource, read


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A few rule files in a folder of their own, where Python has compiled files already."""
    shutil.copy(FOLDER / "hotlines.toml", tmp_path)
    shutil.copy(FOLDER / "documents.toml", tmp_path)
    (tmp_path / "__pycache__").mkdir()
    return tmp_path


@pytest.fixture(autouse=True)
def _compiling(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", False)


def kept_file(folder: Path) -> Path:
    (file,) = (folder / "__pycache__").iterdir()
    return file


def refused(_text: str) -> None:
    raise AssertionError("parsed again")


def same(one: RuleSource, other: RuleSource) -> bool:
    return (one.rows, one.hash) == (other.rows, other.hash)


def test_what_was_parsed_is_not_parsed_again(folder: Path, monkeypatch: pytest.MonkeyPatch):
    first = read(folder)
    monkeypatch.setattr("tomllib.loads", refused)
    assert same(read(folder), first), "with its days"
    assert first.documents


def test_what_has_changed_is_parsed(folder: Path):
    read(folder)
    file = folder / "hotlines.toml"
    number = read(folder).hotlines[0].number
    file.write_text(file.read_text("utf-8").replace(f'"{number}"', '"19999"', 1), "utf-8")
    assert read(folder).hotlines[0].number == "19999"


def test_a_file_that_cannot_be_used_is_made_again(folder: Path):
    first = read(folder)
    for wrong in (b"", b"no pickle", pickle.dumps(first.hash), pickle.dumps((first.hash,))):
        kept_file(folder).write_bytes(wrong)
        assert same(read(folder), first)
        assert parsed.load(folder, first.hash)


class Harmful:
    """Runs a command when it is made from a pickle."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        """What unpickling would call."""
        return os.mkdir, ("made",)


def test_no_code_is_run_by_a_kept_file(folder: Path, monkeypatch: pytest.MonkeyPatch):
    first = read(folder)
    monkeypatch.chdir(folder)
    kept_file(folder).write_bytes(pickle.dumps((first.hash, {"hotlines.toml": Harmful()})))
    assert same(read(folder), first)
    assert not Path("made").exists()


def test_nothing_is_kept_where_python_keeps_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    read(folder)
    assert not list((folder / "__pycache__").iterdir())
    (folder / "__pycache__").rmdir()
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    assert same(read(folder), read(folder))
    assert not (folder / "__pycache__").exists()
