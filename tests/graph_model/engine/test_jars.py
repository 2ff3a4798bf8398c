"""The cache of jars against a real Maven repository on loopback: complete, checked, healed, never half-done."""

import hashlib
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from graph_model.engine import EngineError, Silent, checked, folders, jars
from graph_model.engine.errors import EngineProblem
from graph_model.engine.jars import ListedJar
from graph_model.engine.maven import Jar
from knowledge.messages.message import Message

ONE = ListedJar(Jar.parse("org.example:one:1.0"), hashlib.sha256(b"one").hexdigest())
TWO = ListedJar(Jar.parse("org.example:two:2.0:linux-x86_64"), hashlib.sha256(b"two").hexdigest())
WANTED = (ONE, TWO)


class Repository(SimpleHTTPRequestHandler):
    """A Maven repository that remembers what it was asked for."""

    asked: list[str] = []  # noqa: RUF012  # shared on purpose: a handler lives for one request
    mend: dict[str, bytes] = {}  # noqa: RUF012  # as above; what a file becomes once it was asked for

    def send_head(self) -> Any:
        """Answer with the file as it is opened here: it is mended before whoever asked has read it and asks again."""
        self.asked.append(self.path)
        opened = super().send_head()
        path = Path(self.translate_path(self.path))
        if path.name in self.mend:
            path.unlink()
            path.write_bytes(self.mend[path.name])
        return opened

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the name of the base class
        """Say nothing."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    Repository.asked, Repository.mend = [], {}
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Repository, directory=str(folder))) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def publish(folder: Path, jar: Jar, content: bytes) -> None:
    path = folder / jar.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A repository with both jars, named as the mirror; the user's own repository is empty."""
    folder = tmp_path / "repository"
    publish(folder, ONE.jar, b"one")
    publish(folder, TWO.jar, b"two")
    monkeypatch.setenv("M2_REPO", str(tmp_path / "m2"))
    with serving(folder) as address:
        monkeypatch.setenv("TONGXIN_MAVEN_MIRROR", address + "/")
        yield folder


def contents(lib: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in lib.iterdir()}


BOTH = {"one-1.0.jar": b"one", "two-2.0-linux-x86_64.jar": b"two"}


def asked_for_jars() -> list[str]:
    return [path for path in Repository.asked if path.endswith(".jar")]


def test_the_committed_list_names_213_different_jars_and_no_address() -> None:
    names = [one.jar.file for one in jars.listed()]
    assert len(names) == len(set(names)) == 213
    assert f"neo4j-{jars.VERSION}.jar" in names
    assert all(len(one.sha256) == 64 and int(one.sha256, 16) for one in jars.listed())
    assert "//" not in jars.LIST.read_text("utf-8")


def test_a_classifier_is_part_of_the_file_name() -> None:
    assert TWO.jar.path == Path("org/example/two/2.0/two-2.0-linux-x86_64.jar")


@pytest.mark.usefixtures("repository")
def test_jars_are_fetched_once_and_then_need_no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lib = jars.ensure(tmp_path / "cache", Silent(), WANTED)
    assert contents(lib) == BOTH
    monkeypatch.setenv("TONGXIN_MAVEN_MIRROR", "http://127.0.0.1:9")
    assert jars.ensure(tmp_path / "cache", Silent(), WANTED) == lib
    assert len(asked_for_jars()) == 2


@pytest.mark.usefixtures("repository")
def test_progress_counts_every_jar(tmp_path: Path) -> None:
    seen: list[int] = []

    class Watching:
        def task(self, step: Message, total: int) -> Any:
            assert str(step)
            seen.append(-total)
            return seen.append

    jars.ensure(tmp_path / "cache", Watching(), WANTED)
    assert sum(seen) == 0
    assert len(seen) == 3


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize("damage", [b"", b"on", b"something else"])
def test_a_damaged_jar_in_the_cache_is_fetched_anew(tmp_path: Path, damage: bytes) -> None:
    lib = jars.ensure(tmp_path / "cache", Silent(), WANTED)
    (lib / ONE.jar.file).unlink()
    (lib / ONE.jar.file).write_bytes(damage)
    jars.ensure(tmp_path / "cache", Silent(), WANTED)
    assert contents(lib) == BOTH
    assert len(asked_for_jars()) == 3


@pytest.fixture
def settled(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Jars that were read whole once, as if long ago."""
    assert repository.is_dir()
    monkeypatch.setattr(checked, "SETTLED", 0.0)
    lib = jars.ensure(tmp_path / "cache", Silent(), WANTED)
    assert not jars.missing(lib, WANTED)
    time.sleep(0.02)  # the clock of a file system ticks every few milliseconds
    return lib


def test_jars_that_were_not_touched_are_not_read_again(settled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jars, "right", lambda path, _sha256: pytest.fail(f"{path} was read"))
    assert not jars.missing(settled, WANTED)


def test_a_jar_that_was_changed_and_dated_back_is_found(settled: Path) -> None:
    jar = settled / ONE.jar.file
    before = jar.stat()
    jar.write_bytes(b"eno")
    os.utime(jar, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (jar.stat().st_size, jar.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert jars.missing(settled, WANTED) == [ONE]


def test_another_list_asks_for_another_reading(settled: Path) -> None:
    other = ListedJar(ONE.jar, hashlib.sha256(b"other").hexdigest())
    assert jars.missing(settled, (other, TWO)) == [other]


@pytest.mark.parametrize("note", [b"", b"{", b"[]", b'{"a": 1}', b"\xff"])
def test_a_damaged_note_costs_a_reading(settled: Path, note: bytes) -> None:
    settled.with_name(f"{settled.name}.checked").write_bytes(note)
    assert not jars.missing(settled, WANTED)


@pytest.mark.usefixtures("repository")
def test_a_jar_touched_a_moment_ago_is_read_again(tmp_path: Path) -> None:
    lib = jars.ensure(tmp_path / "cache", Silent(), WANTED)
    assert not jars.missing(lib, WANTED)
    assert not checked.load(lib.with_name(f"{lib.name}.checked"))


@pytest.mark.usefixtures("repository")
def test_what_a_killed_fetch_left_is_no_hindrance(tmp_path: Path) -> None:
    lib = tmp_path / "cache" / f"neo4j-{jars.VERSION}"
    publish(tmp_path / "cache" / "maven", ONE.jar, b"o")
    lib.mkdir()
    (lib / f"{ONE.jar.file}.part").write_bytes(b"on")
    jars.ensure(tmp_path / "cache", Silent(), WANTED)
    assert contents(lib) == BOTH
    assert not (tmp_path / "cache" / "maven").exists()


def test_a_jar_that_came_wrong_once_is_asked_for_again(repository: Path, tmp_path: Path) -> None:
    publish(repository, ONE.jar, b"half")
    Repository.mend = {ONE.jar.file: b"one"}
    assert contents(jars.ensure(tmp_path / "cache", Silent(), WANTED)) == BOTH


def test_a_jar_that_comes_wrong_twice_is_refused_and_the_next_call_heals(repository: Path, tmp_path: Path) -> None:
    publish(repository, ONE.jar, b"evil")
    with pytest.raises(EngineError, match=r"one-1\.0\.jar") as refused:
        jars.ensure(tmp_path / "cache", Silent(), WANTED)
    assert refused.value.problem is EngineProblem.DOWNLOAD
    assert "\n" not in str(refused.value)
    assert len([path for path in asked_for_jars() if "one" in path]) == 2
    assert b"evil" not in contents(tmp_path / "cache" / f"neo4j-{jars.VERSION}").values()
    publish(repository, ONE.jar, b"one")
    assert contents(jars.ensure(tmp_path / "cache", Silent(), WANTED)) == BOTH


def test_the_users_own_repository_spares_the_network_unless_it_is_wrong(repository: Path, tmp_path: Path) -> None:
    assert repository.exists()
    publish(tmp_path / "m2", ONE.jar, b"one")
    publish(tmp_path / "m2", TWO.jar, b"tw")
    assert contents(jars.ensure(tmp_path / "cache", Silent(), WANTED)) == BOTH
    assert len(asked_for_jars()) == 1
    assert (tmp_path / "m2" / TWO.jar.path).read_bytes() == b"tw", "the user's repository is not ours to mend"


def test_an_unreachable_mirror_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("M2_REPO", str(tmp_path / "m2"))
    monkeypatch.setenv("TONGXIN_MAVEN_MIRROR", "http://127.0.0.1:9")
    with pytest.raises(EngineError, match="TONGXIN_MAVEN_MIRROR"):
        jars.ensure(tmp_path / "cache", Silent())


@pytest.mark.long
@pytest.mark.parametrize("way", ["mvn", "python"])
def test_the_real_jars_come_with_mvn_and_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    monkeypatch.delenv("TONGXIN_MAVEN_MIRROR", raising=False)
    monkeypatch.setenv("M2_REPO", str(tmp_path / "m2"))
    if way == "python":
        monkeypatch.setenv("PATH", str(tmp_path))
    elif shutil.which("mvn") is None:
        pytest.skip("no mvn on this machine")
    lib = jars.ensure(tmp_path / "cache", Silent())
    assert not jars.missing(lib, jars.listed())
    assert (tmp_path / "m2").exists() == (way == "mvn")


def test_no_room_is_said_before_anything_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "ROOM", 10**18)
    with pytest.raises(EngineError) as refused:
        jars.ensure(tmp_path / "cache", Silent(), WANTED)
    assert refused.value.problem is EngineProblem.ROOM
    assert not (tmp_path / "cache").exists()
