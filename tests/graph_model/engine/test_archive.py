"""The archive of classes: made once, used while untouched, and never what keeps a server from starting."""

import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from graph_model.engine import Silent, archive, checked, ensure, folders, jars, java, quickening, stop
from graph_model.engine.folders import Home
from graph_model.engine.process import Java

NEVER = threading.Event()


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own with the jars of the user's."""
    lib = jars.ensure(folders.cache(), Silent())
    own = tmp_path / "cache"
    own.mkdir()
    (own / lib.name).symlink_to(lib)
    monkeypatch.setenv("TONGXIN_CACHE", str(own))
    return own


@pytest.fixture
def runtime(cache: Path) -> Java:
    return Java(java.find(), jars.folder(cache))


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    yield folders.opened(tmp_path / "home")
    stop(tmp_path / "home")


def noted(home: Home) -> None:
    """What a start notes: classes, a line longer than Java reads, and the line being written just now."""
    home.classes.write_text(
        f"java/lang/Object id: 0\njava/util/HashMap id: 1\n@lambda-proxy {'x' * 5000}\njava/util/Tr"
    )


def written(runtime: Java, content: bytes) -> Path:
    """An archive that is believed to be sound."""
    path = archive.path_of(runtime)
    path.write_bytes(content)
    stamp = checked.stamp(path)
    assert stamp is not None
    checked.save(path.with_name(f"{path.name}.checked"), {path.name: stamp})
    assert archive.is_sound(path)
    return path


def line(pid: int) -> str:
    return " ".join(psutil.Process(pid).cmdline())


def test_the_archive_is_made_of_the_classes_that_a_start_noted(runtime: Java, home: Home, cache: Path) -> None:
    old = cache / "neo4j-5.26.30-0123456789abcdef.jsa"
    old.write_bytes(b"of another Java")
    assert not archive.make(runtime, home, NEVER)
    noted(home)
    assert archive.make(runtime, home, NEVER)
    made = archive.path_of(runtime)
    assert archive.flags(runtime, home) == ("-Xshare:auto", f"-XX:SharedArchiveFile={made}")
    assert not home.classes.exists()
    assert {f.name for f in cache.glob("*-*-*")} == {made.name, f"{made.name}.checked"}
    noted(home)
    assert not archive.make(runtime, home, NEVER)


def test_what_is_given_up_leaves_nothing(runtime: Java, home: Home, cache: Path) -> None:
    noted(home)
    over = threading.Event()
    over.set()
    assert not archive.make(runtime, home, over)
    assert home.classes.exists()
    assert not list(cache.glob("neo4j-5.26.30-*"))


def test_a_list_that_java_cannot_read_costs_the_archive_only(runtime: Java, home: Home, cache: Path) -> None:
    home.classes.write_bytes(b"\xff@nothing of this kind\n")
    assert not archive.make(runtime, home, NEVER)
    assert not list(cache.glob("neo4j-5.26.30-*"))


def test_a_full_disk_costs_the_archive_only(runtime: Java, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    noted(home)
    monkeypatch.setattr(archive, "NEEDED", 1 << 62)
    assert not archive.make(runtime, home, NEVER)


def test_whoever_serves_without_java_serves(
    tmp_path: Path, home: Home, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cache
    monkeypatch.setattr(archive, "DELAY", 0)
    monkeypatch.setattr(java, "candidates", lambda: iter((tmp_path / "none",)))
    with quickening(home.path):
        pass


def test_a_touched_archive_is_not_used(runtime: Java, home: Home) -> None:
    path = written(runtime, b"whole")
    path.write_bytes(b"who")
    assert archive.flags(runtime, home) == (f"-XX:DumpLoadedClassList={home.classes}",)
    path.unlink()
    assert not archive.is_sound(path)


def test_another_jar_asks_for_another_archive(runtime: Java, tmp_path: Path) -> None:
    other = tmp_path / "other" / jars.folder(tmp_path).name
    other.mkdir(parents=True)
    before = archive.path_of(Java(runtime.program, other))
    (other / jars.listed()[0].jar.file).write_bytes(b"new")
    assert archive.path_of(Java(runtime.program, other)).name != before.name


@pytest.mark.long
def test_a_truncated_archive_does_not_keep_the_server_from_starting(runtime: Java, home: Home) -> None:
    """In `make check`: the archive that ends Java, below, and the touched one, above."""
    noted(home)
    assert archive.make(runtime, home, NEVER)
    whole = archive.path_of(runtime).read_bytes()
    archive.discard(runtime)
    path = written(runtime, whole[: len(whole) // 2])
    found = ensure(home.path, progress=Silent())
    assert found.started
    assert str(path) in line(found.pid)


def test_an_archive_that_ends_java_is_thrown_away(
    runtime: Java, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "java" / "bin" / "java"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\ncase "$*" in *SharedArchiveFile*) exit 134;; esac\nexec "{runtime.program}" "$@"\n')
    program.chmod(0o700)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "java"))
    path = written(Java(program, runtime.lib), b"of a Java that it ends")
    found = ensure(home.path, progress=Silent())
    assert found.started
    assert not path.exists()
    assert not any(told in line(found.pid) for told in ("SharedArchiveFile", "DumpLoadedClassList"))
