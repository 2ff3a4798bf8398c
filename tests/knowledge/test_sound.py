"""Rules that were found to be right are not checked again, as long as neither they nor the program have changed."""

import os
from pathlib import Path

import pytest

from knowledge.errors import WrongRules
from knowledge.rulebook import gate, sound
from knowledge.rulebook.load import load
from tests.knowledge.wrong_rows import WRONG, Files, replaced


def written(folder: Path, texts: Files) -> None:
    for name, text in texts.items():
        (file := folder / name).parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


@pytest.fixture
def folder(tmp_path: Path, texts: Files, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The rule files in a folder of their own, where Python keeps compiled files."""
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    written(tmp_path, texts)
    (tmp_path / "__pycache__").mkdir()
    return tmp_path


def checked(_book: object, _source: object) -> tuple[str, ...]:
    raise AssertionError("checked again")


def test_rules_are_checked_once_and_again_when_they_change(folder: Path, monkeypatch: pytest.MonkeyPatch):
    first = load(folder)
    monkeypatch.setattr(gate, "problems", checked)
    assert load(folder).hash == first.hash
    file = next(folder.glob("matters/*.toml"))
    file.write_text(file.read_text("utf-8") + "\n", "utf-8")
    with pytest.raises(AssertionError):
        load(folder)


def test_another_program_checks_them_itself(folder: Path, monkeypatch: pytest.MonkeyPatch):
    load(folder)
    files = {Path(name).suffix for name, _, _ in sound.stamps(str(sound.ROOM))}
    assert files >= {".py", ".toml"}, "what the checks are, and what they go by"
    monkeypatch.setattr(sound, "stamps", lambda _: iter(()))
    monkeypatch.setattr(gate, "problems", checked)
    with pytest.raises(AssertionError):
        load(folder)


def test_what_was_wrong_is_wrong_again(folder: Path, texts: Files):
    load(folder)
    name = min(WRONG)
    file, text = replaced(texts, name)
    written(folder, {file: text})
    for _ in range(2):
        with pytest.raises(WrongRules):
            load(folder)


def test_an_image_that_keeps_whole_seconds_only_holds_what_was_noted(tmp_path: Path):
    (file := tmp_path / "rule.py").write_text("", "utf-8")
    os.utime(file, ns=(0, 7_400_000_123))
    noted = list(sound.stamps(str(tmp_path)))
    os.utime(file, ns=(0, 7_000_000_000))
    assert list(sound.stamps(str(tmp_path))) == noted
    os.utime(file, ns=(0, 8_000_000_000))
    assert list(sound.stamps(str(tmp_path))) != noted
