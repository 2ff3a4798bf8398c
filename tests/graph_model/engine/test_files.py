"""What is kept in the home: whole files for the owner only, a state that is a claim, settings, a port, a password."""

import errno
import json
import os
import socket
import threading
from pathlib import Path

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_model.engine import EngineError, conf, ensure, folders, password, process, state, status, stop
from graph_model.engine.errors import EngineProblem, refused
from graph_model.engine.folders import Home
from graph_model.engine.progress import Silent
from graph_model.engine.state import State


def test_a_file_is_written_whole_and_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.with_name("file.part").write_text("left by a killed writer")
    folders.write(path, "同心")
    assert path.read_text("utf-8") == "同心"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


@given(st.builds(State, st.integers(1, 65535), st.text(), st.none() | st.integers(), st.none() | st.floats(0, 4e9)))
def test_a_state_comes_back_as_it_was_kept(tmp_path_factory: pytest.TempPathFactory, kept: State) -> None:
    path = tmp_path_factory.mktemp("state") / "engine.json"
    state.save(path, kept)
    assert state.load(path) == kept


@pytest.mark.parametrize(
    "damaged",
    [
        "",
        "{",
        '{"port": 7687, "version": "5.2',
        "[]",
        "null",
        "{}",
        '{"port": "7687", "version": "5.26.30"}',
        '{"port": 0, "version": "5.26.30"}',
        '{"port": 70000, "version": "5.26.30"}',
        '{"port": 7687, "version": "5.26.30", "pid": "1"}',
        '{"port": 7687, "version": "5.26.30", "unknown": 1}',
    ],
)
def test_a_damaged_state_is_no_state(tmp_path: Path, damaged: str) -> None:
    path = tmp_path / "engine.json"
    path.write_text(damaged)
    assert state.load(path) is None


def test_every_cut_of_a_state_is_no_state(tmp_path: Path) -> None:
    path = tmp_path / "engine.json"
    whole = json.dumps({"port": 7687, "version": "5.26.30", "pid": 1, "created": 1.5})
    for length in range(len(whole)):
        path.write_text(whole[:length])
        assert state.load(path) is None


def test_a_pid_alone_proves_nothing(tmp_path: Path) -> None:
    """The remembered number is by now another process: this very one."""
    me = psutil.Process()
    home = Home(tmp_path)
    assert process.find(home, State(7687, "5.26.30", me.pid, me.create_time())) is None
    state.save(home.state, State(7687, "5.26.30", me.pid, me.create_time()))
    assert stop(tmp_path) is False
    assert me.is_running()
    assert status(tmp_path).pid is None


def test_the_settings_name_their_port(tmp_path: Path) -> None:
    settings = tmp_path / "neo4j.conf"
    assert conf.port_in(settings) is None
    settings.write_text(conf.text(41234))
    assert conf.port_in(settings) == 41234


@pytest.mark.parametrize(
    "line",
    [
        "server.http.enabled=false",
        "server.https.enabled=false",
        "dbms.security.auth_enabled=true",
        "dbms.security.allow_csv_import_from_file_urls=false",
        "dbms.usage_report.enabled=false",
        "db.transaction.timeout=10s",
        "db.memory.transaction.max=64m",
        "db.lock.acquisition.timeout=5s",
        "server.bolt.connection_keep_alive=2s",
        "db.tx_log.rotation.retention_policy=1 days 1G",
        "server.memory.pagecache.size=64m",
    ],
)
def test_the_settings_hold_what_the_design_asks(line: str) -> None:
    assert line in conf.text(7687).splitlines()


def test_a_kept_port_is_chosen_while_it_is_free() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert not conf.is_free(port)
        assert conf.choose_port(port) != port
    assert conf.choose_port(port) == port


def test_a_port_that_a_killed_process_still_holds_is_waited_for():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        released = threading.Timer(0.3, listener.close)
        released.start()
        assert conf.choose_port(port) == port
        released.join()


def test_no_outgoing_connection_takes_the_port_of_a_server_that_is_down() -> None:
    """Linux says which ports it gives to those; a new server has none of them."""
    given = Path("/proc/sys/net/ipv4/ip_local_port_range")
    if not given.exists():
        pytest.skip("not Linux")
    least = int(given.read_text().split()[0])
    assert all(1024 < conf.choose_port() < least for _ in range(20))


@pytest.mark.parametrize("content", [None, "", "short", "has a blank in the middle of it, and a comma"])
def test_a_lost_or_damaged_password_names_the_folder_to_remove(tmp_path: Path, content: str | None) -> None:
    home = Home(tmp_path)
    if content is not None:
        home.password.write_text(content)
    with pytest.raises(EngineError) as told:
        password.read(home)
    assert told.value.problem is EngineProblem.PASSWORD
    for language in ("zh", "en"):
        assert str(tmp_path) in told.value.message.text(language)
        assert "\n" not in told.value.message.text(language)


def test_a_full_disk_met_midway_is_told_as_one(tmp_path: Path) -> None:
    assert refused(tmp_path, OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))).problem is EngineProblem.ROOM
    assert refused(tmp_path, PermissionError(errno.EACCES, "no")).problem is EngineProblem.FOLDER


def test_a_home_that_cannot_be_written_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for call in (lambda home: ensure(home, progress=Silent()), stop, status):
        with pytest.raises(EngineError, match="TONGXIN_HOME") as told:
            call(tmp_path / "file")
        assert told.value.problem is EngineProblem.FOLDER


def test_no_room_is_said_before_anything_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "ROOM", 10**18)
    with pytest.raises(EngineError) as told:
        ensure(tmp_path / "home", progress=Silent())
    assert told.value.problem is EngineProblem.ROOM
    assert not (tmp_path / "home" / "data").exists()


def test_a_store_that_has_answered_is_never_begun_anew(tmp_path: Path) -> None:
    home = Home(tmp_path)
    folders.begin_store(home)
    assert home.unborn.exists()
    (home.data / "databases").mkdir()
    home.unborn.unlink()
    folders.begin_store(home)
    assert home.was_started


def test_a_store_that_never_answered_is_begun_anew_whatever_a_killed_removal_left(tmp_path: Path) -> None:
    home = Home(tmp_path)
    folders.begin_store(home)
    (home.data / "databases").mkdir()
    (tmp_path / "data.discarded" / "half").mkdir(parents=True)
    folders.begin_store(home)
    assert [path.name for path in tmp_path.iterdir()] == ["data"]
    assert list(home.data.iterdir()) == [home.unborn]


def test_looking_at_or_stopping_nothing_makes_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert stop(home) is False
    assert status(home).pid is None
    assert not status(home).answering
    assert not home.exists()
