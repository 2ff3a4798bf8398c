"""A real server: found, healed after kill -9, never confused with another, stopped."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from filelock import FileLock, Timeout
from neo4j import GraphDatabase
from neo4j.exceptions import AuthError, ClientError

from graph_model.engine import EngineError, Server, Silent, conf, ensure, state, status, stop
from graph_model.engine.errors import EngineProblem
from graph_model.engine.folders import Home
from graph_model.engine.process import wait_until_gone
from knowledge.errors import WrongRules

ROOT = Path(__file__).parents[3]
STARTER = """
import sys
from pathlib import Path
from graph_model.engine import Silent, ensure
server = ensure(Path(sys.argv[1]), progress=Silent())
print(server.pid, server.started)
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home whose name needs care on every command line."""
    path = tmp_path_factory.mktemp("engine") / "同心 home"
    yield path
    stop(path)


@pytest.fixture(scope="module")
def first(home: Path) -> Server:
    """The server as the very first call of the module made it."""
    return ensure(home, progress=Silent())


@pytest.fixture
def server(first: Server, home: Path) -> Server:
    """The server, whatever the test before did to it."""
    assert first.started
    return ensure(home, progress=Silent())


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "home"
    yield path
    stop(path)


def starter(home: Path, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", STARTER, str(home)],
        cwd=ROOT,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def killed(pid: int) -> None:
    process = psutil.Process(pid)
    process.kill()
    process.wait(30)


def query(server: Server, text: str) -> list[list[object]]:
    with GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver:
        return [record.values() for record in driver.execute_query(text).records]


def test_the_first_call_starts_and_the_second_joins(first: Server, home: Path) -> None:
    again = ensure(home, progress=Silent())
    assert (first.started, again.started) == (True, False)
    assert (again.uri, again.pid, again.password) == (first.uri, first.pid, first.password)
    assert query(again, "CALL dbms.components() YIELD versions RETURN versions") == [[["5.26.30"]]]


def test_status_tells_where_it_answers(server: Server, home: Path) -> None:
    seen = status(home)
    assert (seen.pid, seen.uri, seen.answering) == (server.pid, server.uri, True)


def test_it_listens_on_loopback_alone_and_in_its_own_session(server: Server) -> None:
    held = [one.laddr for one in psutil.Process(server.pid).net_connections("tcp") if one.status == psutil.CONN_LISTEN]
    assert [(one.ip.removeprefix("::ffff:"), f"bolt://127.0.0.1:{one.port}") for one in held] == [
        ("127.0.0.1", server.uri)
    ]
    assert os.getsid(server.pid) == server.pid


def test_secrets_are_for_the_owner_only_and_on_no_command_line(server: Server, home: Path) -> None:
    place = Home(home)
    for path in (place.password, place.state, place.settings):
        assert path.stat().st_mode & 0o077 == 0
    assert home.stat().st_mode & 0o077 == 0
    assert server.password not in " ".join(psutil.Process(server.pid).cmdline())
    assert server.password not in repr(server)


def test_it_refuses_strangers_and_files(server: Server, home: Path) -> None:
    with GraphDatabase.driver(server.uri, auth=(server.user, "x" * 32)) as driver, pytest.raises(AuthError):
        driver.verify_connectivity()
    with pytest.raises(ClientError):
        query(server, f"LOAD CSV FROM 'file://{home}/engine.json' AS row RETURN row")


@pytest.mark.parametrize("damage", ["", '{"port": 1', None])
def test_a_damaged_state_beside_a_running_server_is_healed(server: Server, home: Path, damage: str | None) -> None:
    place = Home(home)
    place.state.unlink() if damage is None else place.state.write_text(damage)
    again = ensure(home, progress=Silent())
    assert (again.pid, again.started) == (server.pid, False)
    healed = state.load(place.state)
    assert healed is not None
    assert healed.pid == server.pid


def test_a_wrong_or_lost_password_says_which_folder_to_remove(server: Server, home: Path) -> None:
    place = Home(home)
    kept = place.password.read_text()
    for content in ("x" * 40, ""):
        place.password.write_text(content)
        with pytest.raises(EngineError) as told:
            ensure(home, progress=Silent())
        assert told.value.problem is EngineProblem.PASSWORD
        assert str(home) in str(told.value)
        assert not status(home).answering
    place.password.write_text(kept)
    assert ensure(home, progress=Silent()).pid == server.pid


def test_after_kill_9_the_next_call_heals_and_keeps_data_and_port(server: Server, home: Path) -> None:
    query(server, "CREATE (:Kept {value: 1})")
    killed(server.pid)
    assert status(home).pid is None
    again = ensure(home, progress=Silent())
    assert again.started
    assert again.uri == server.uri
    assert query(again, "MATCH (k:Kept) RETURN k.value") == [[1]]


def test_a_server_that_is_killed_while_somebody_joins_it_is_started_again(server: Server, home: Path) -> None:
    """As right after kill -9, on a busy machine: it is still there, and never answers."""
    process = psutil.Process(server.pid)
    process.suspend()
    with starter(home) as joining:
        until = time.monotonic() + 60
        while not held(Home(home).lock):
            assert time.monotonic() < until
            time.sleep(0.05)
        process.kill()
        pid, started = joining.communicate(timeout=120)[0].split()
    assert (int(pid) != server.pid, started) == (True, "True")
    assert ensure(home, progress=Silent()).uri == server.uri


def held(lock: Path) -> bool:
    """True if somebody starts or joins a server."""
    try:
        with FileLock(lock, timeout=0):
            return False
    except Timeout:
        return True


HALF_GONE = """
import ctypes, os, socket, sys, threading, time
listening = socket.create_server(("127.0.0.1", 0))
print(listening.getsockname()[1], flush=True)
threading.Thread(target=time.sleep, args=(3,)).start()
ctypes.CDLL(None).syscall({"x86_64": 60, "aarch64": 93}[os.uname().machine], 0)
"""
"""A process whose first thread ends alone, as the kernel may end those of one that is killed."""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems end all threads of a process at once")
def test_whoever_waits_for_a_process_that_ends_waits_for_all_of_its_threads() -> None:
    with subprocess.Popen([sys.executable, "-c", HALF_GONE], stdout=subprocess.PIPE, text=True) as ending:
        assert ending.stdout
        port = int(ending.stdout.readline())
        known = psutil.Process(ending.pid)
        while known.status() != psutil.STATUS_ZOMBIE:
            time.sleep(0.01)
        assert not conf.is_free(port), "it looks ended, and still has its port"
        wait_until_gone(known)
        assert conf.is_free(port)
    wait_until_gone(known)
    wait_until_gone(None)


def test_stop_ends_the_server_and_a_taken_port_is_given_up(server: Server, home: Path) -> None:
    assert stop(home) is True
    assert not psutil.pid_exists(server.pid)
    assert stop(home) is False
    port = conf.port_in(Home(home).settings)
    assert port is not None
    with socket.create_server(("127.0.0.1", port)):
        again = ensure(home, progress=Silent())
    assert again.started
    assert again.uri != server.uri


def test_what_fails_meanwhile_stops_the_server_that_it_accompanied(server: Server, home: Path) -> None:
    assert server
    done = []
    assert not ensure(home, progress=Silent(), meanwhile=lambda: done.append(status(home).pid)).started
    assert done == [server.pid]

    def fail() -> None:
        assert status(home).pid
        raise WrongRules(("x.toml: wrong",))

    stop(home)
    with pytest.raises(WrongRules):
        ensure(home, progress=Silent(), meanwhile=fail)
    assert status(home).pid is None


def test_a_lost_password_of_a_stopped_server_is_never_made_anew(first: Server, home: Path) -> None:
    assert first
    stop(home)
    place = Home(home)
    kept = place.password.read_text()
    place.password.unlink()
    with pytest.raises(EngineError, match="口令"):
        ensure(home, progress=Silent())
    assert status(home).pid is None
    assert not place.password.exists()
    place.password.write_text(kept)


@pytest.mark.long
def test_a_wrong_password_of_a_stopped_server_leaves_nothing_running(first: Server, home: Path) -> None:
    """In `make check`: the lost password of a stopped server, above, and the wrong one of a running server."""
    assert first
    stop(home)
    place = Home(home)
    kept = place.password.read_text()
    place.password.write_text("x" * 40)
    with pytest.raises(EngineError, match="口令"):
        ensure(home, progress=Silent())
    assert status(home).pid is None
    place.password.write_text(kept)


def test_a_server_whose_starter_was_killed_is_joined_by_two_at_once(other: Path) -> None:
    """On the packaged Java, where there is one."""
    with starter(other, PATH=str(other), LC_ALL="C") as begun:
        until = time.monotonic() + 60
        while (found := status(other).pid) is None:
            assert time.monotonic() < until
            assert begun.poll() is None
            time.sleep(0.05)
        begun.kill()
    with starter(other) as one, starter(other) as two:
        told = [process.communicate(timeout=120)[0].split() for process in (one, two)]
    assert told == [[str(found), "False"]] * 2


@pytest.mark.long
def test_after_a_first_start_cut_short_one_of_two_starters_starts(other: Path) -> None:
    """What kill -9 in the middle of a first start leaves behind: a store that Neo4j cannot open.

    In `make check`: two starters at once on a server whose starter was killed, above.
    """
    for name in ("system", "neo4j"):
        folder = other / "data" / "databases" / name
        folder.mkdir(parents=True)
        (folder / "neostore").write_bytes(b"half")
    Home(other).unborn.touch()
    with starter(other) as one, starter(other) as two:
        told = [process.communicate(timeout=120)[0].split() for process in (one, two)]
    assert sorted(started for _, started in told) == ["False", "True"]
    assert told[0][0] == told[1][0]
    assert status(other).answering
    assert not Home(other).unborn.exists()


@pytest.mark.long
@pytest.mark.parametrize("seconds", [0.5, 1.5, 3, 4, 5, 5.5, 6, 6.5, 7])
def test_a_first_start_killed_at_any_moment_is_healed_by_the_next(other: Path, seconds: float) -> None:
    with starter(other) as begun:
        time.sleep(seconds)
        begun.kill()
    if (left := status(other).pid) is not None:
        killed(left)
    assert ensure(other, progress=Silent()).started
