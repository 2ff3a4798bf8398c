"""Backup, restore, drill, erasure over a home of its own: killed, wrong, repeated; a canary that nobody finds again.

They have servers of their own. In `make check` stand tests/graph_model/test_erasure.py (what is erased),
tests/graph_model/keys/ (keys, encrypted files) and the refusals below, which start nothing.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from cli.keeping.places import Kept, unpack
from graph_model import engine
from graph_model.graph import Graph, Tx
from graph_model.persons import persons
from graph_model.persons.persons import Guardian, Minor
from graph_model.persons.seal import Bound, Vault
from graph_model.rows import Statement
from knowledge.errors import Sealed
from knowledge.vocabulary import FieldClass, Provenance
from tests.cli.conftest import Tongxin
from tests.cli.test_main import refused
from tests.graph_model.test_persons import CENTRE

CANARY, PLAIN = "KANARIE-4711-verborgen", "KANARIE-0815-offen"
CHILD, HERE = "cw-canary", "440104001007"
Environment = dict[str, str]


@pytest.fixture
def own(environment: Environment, prepared: Path, tmp_path: Path) -> Iterator[Environment]:
    """A managed home with the demo in it, a folder of keys and an audit."""
    home = tmp_path / "home"
    shutil.copytree(prepared / "neo4j", home / "neo4j")
    shutil.copytree(prepared / "keys", home / "keys")
    clean = {k: v for k, v in environment.items() if not k.startswith(("NEO4J_", "TONGXIN_HOME"))}
    yield clean | {"TONGXIN_HOME": str(home), "TONGXIN_BACKUP_KEY": str(tmp_path / "safe" / "key")}
    for place in (home, tmp_path / "new"):
        engine.stop(place / "neo4j")


def made(tongxin: Tongxin, own: Environment, at: Path, *more: str) -> Path:
    """A new backup."""
    done = tongxin(own, "backup", str(at / "b"), "--keys-to", str(at / "k"), *more)
    assert done.returncode == 0, done.stderr + done.stdout
    return max((at / "b").glob("tongxin-*"), key=lambda p: p.stat().st_mtime)


async def within(home: Path, work: Callable[[Graph], Awaitable[None]]) -> None:
    """Do something with the database of a home."""
    server = engine.ensure(home / "neo4j", progress=engine.Silent())
    async with Graph(server.uri, server.user, server.password) as graph:
        await work(graph)


async def plant(graph: Graph, keys: Path) -> None:
    """A child with the canary in each class that is sealed, and its guardian's; and a node that has one in clear."""
    with closing(Vault(keys)) as vault:
        vault.provide([CHILD])
        blobs = {
            c.value.lower(): vault.seal(CHILD, Bound("Minor", CHILD, c), {"x": f"{CANARY} {c.value}"})
            for c in persons.SEALED
        }
        kin = vault.seal(CHILD, Bound("Guardian", "cw-kin", FieldClass.F4), {"x": CANARY})
        minor = Minor(CHILD, "童", HERE, "cw-house", Provenance.LOADED, "test", None, "{}", **blobs)
        await graph.write(CENTRE, persons.put, [minor])
        await graph.write(CENTRE, persons.put, [Guardian("cw-kin", CHILD, Provenance.LOADED, "test", f4=kin)])
    await graph.write(CENTRE, _put_plain)


async def _put_plain(tx: Tx) -> None:
    await tx.write(Statement("plain", "CREATE (:Canary {text: $text})"), text=PLAIN * 20)


BLOBS = Statement(
    "blobs",
    "MATCH (n) WHERE n:Minor OR n:Guardian UNWIND [k IN keys(n) WHERE k IN ['f2','f3','f4','f5','f6']] AS k "
    "RETURN labels(n)[0] AS label, n.id AS id, k AS name, n[k] AS blob",
)


async def opened(home: Path, keys: Path) -> int:
    """In how many sealed parts of a database the canary is found with a folder of keys."""
    found = 0

    async def search(graph: Graph) -> None:
        nonlocal found
        async with graph._driver.session() as session:  # noqa: SLF001  # everything, whoever asks
            rows = [r.data() async for r in await session.run(BLOBS.text)]
        with closing(Vault(keys)) as vault:
            for row in rows:
                subject = CHILD if row["id"] == "cw-kin" else row["id"]
                try:
                    bound = Bound(row["label"], row["id"], FieldClass(row["name"].upper()))
                    found += CANARY in str(vault.open(subject, bound, bytes(row["blob"])))
                except Sealed:
                    continue

    await within(home, search)
    return found


def raw(folder: Path, text: str) -> list[str]:
    """The files below a folder that hold a text as it is."""
    return [p.name for p in folder.rglob("*") if p.is_file() and text.encode() in p.read_bytes()]


@pytest.mark.long
async def test_a_canary_is_found_before_the_erasure_and_nowhere_after(
    tongxin: Tongxin, own: Environment, tmp_path: Path
):
    home, secret = Path(own["TONGXIN_HOME"]), tmp_path / "safe" / "key"
    await within(home, lambda g: plant(g, home / "keys"))
    old = made(tongxin, own, tmp_path, "--new-key")
    assert await opened(home, home / "keys") == 6, "the search opens what is sealed"
    engine.stop(home / "neo4j")
    assert raw(home / "neo4j" / "data", PLAIN), "the search finds what stands in clear"
    assert not raw(home, CANARY)
    asked = ("erase", CHILD, "--by", "demo-lead", "--reason", "监护人申请")
    preview = tongxin(own, *asked)
    assert preview.returncode == 0, preview.stderr
    assert "--confirm" in preview.stdout
    refused(tongxin(own, *asked, "--confirm", "cw-other"), "--confirm")
    refused(tongxin(own, "erase", CHILD, "--by", "demo-security", "--reason", "x", "--confirm", CHILD), "--by")
    assert await opened(home, home / "keys") == 6, "nothing was erased yet"
    done = tongxin(own, *asked, "--confirm", CHILD)
    assert done.returncode == 0, done.stderr
    assert CHILD not in tongxin(own, "keys", "rotate").stdout
    new = made(tongxin, own, tmp_path)
    assert await opened(home, home / "keys") == 0
    saw = tongxin(own, "audit", "who-saw", CHILD).stdout
    assert "erase begun" in saw
    assert "erase done" in saw
    for backup in (old, new):  # with all that is left of the keys
        kept, place = Kept(backup, tmp_path / "k" / "tongxin.keys", secret.read_bytes()), tmp_path / backup.name
        unpack(kept.part("keys"), place / "keys")
        engine.load(place / "neo4j", kept.part("database"), progress=engine.Silent())
        try:
            assert await opened(place, place / "keys") == 0
            assert await opened(place, home / "keys") == 0
        finally:
            engine.stop(place / "neo4j")
        assert not raw(place, CANARY)
    drilled = tongxin(own, "drill", str(old), "--keys", str(tmp_path / "k" / "tongxin.keys"))
    assert drilled.returncode == 0, drilled.stdout + drilled.stderr
    assert not (home / "drill").exists()


@pytest.mark.long
async def test_a_backup_is_restored_into_an_empty_home_only(tongxin: Tongxin, own: Environment, tmp_path: Path):
    backup = made(tongxin, own, tmp_path, "--new-key")
    keys = ("--keys", str(tmp_path / "k" / "tongxin.keys"))
    refused(tongxin(own, "restore", str(backup), *keys), "TONGXIN_HOME")
    new = own | {"TONGXIN_HOME": str(tmp_path / "new")}
    whole = (backup / "database").read_bytes()
    (backup / "database").write_bytes(whole[:-1])
    refused(tongxin(new, "restore", str(backup), *keys), "database")
    (backup / "database").write_bytes(whole)
    done = tongxin(new, "restore", str(backup), *keys)
    assert done.returncode == 0, done.stderr
    assert sorted(p.name for p in (tmp_path / "new").iterdir()) == ["audit", "keys", "neo4j"]
    assert (tmp_path / "new" / "keys" / "keys.db").stat().st_mode & 0o777 == 0o600
    assert tongxin(new, "up").returncode == 0
    assert tongxin(new, "status").returncode == 0
    assert "没有被改动" in tongxin(new, "audit", "verify").stdout
    refused(tongxin(new, "restore", str(backup), *keys), "TONGXIN_HOME")


@pytest.mark.long
def test_killed_at_any_moment_a_backup_is_whole_or_not_there(tongxin: Tongxin, own: Environment, tmp_path: Path):
    whole = {made(tongxin, own, tmp_path, "--new-key")}
    tongxin(own, "up")
    words = [sys.executable, "-m", "cli", "backup", str(tmp_path / "b"), "--keys-to", str(tmp_path / "k")]
    keys = (tmp_path / "k" / "tongxin.keys").read_bytes()
    for n, how in enumerate((signal.SIGKILL, signal.SIGTERM, signal.SIGKILL, signal.SIGTERM)):
        for left in (tmp_path / "b").glob(".tongxin-*"):
            shutil.rmtree(left)
        process = subprocess.Popen(words, env=own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while not list((tmp_path / "b").glob(".tongxin-*/database.part")):
            assert process.poll() is None
            time.sleep(0.02)
        time.sleep(0.7 * n)
        os.kill(process.pid, how)
        ended = process.wait()
        whole |= set((tmp_path / "b").glob("tongxin-*")) if ended == 0 else set()
        assert set((tmp_path / "b").glob("tongxin-*")) == whole
        if how is signal.SIGTERM:
            assert engine.status(Path(own["TONGXIN_HOME"]) / "neo4j").pid is not None, "it serves again"
        assert any(tongxin(own, "up").returncode == 0 for _ in range(3)), "the tool that was left behind has ended"
    last = made(tongxin, own, tmp_path)
    assert not list((tmp_path / "b").glob(".tongxin-*"))
    assert (tmp_path / "k" / "tongxin.keys").read_bytes() != keys
    drilled = tongxin(own, "drill", str(last), "--keys", str(tmp_path / "k" / "tongxin.keys"))
    assert drilled.returncode == 0, drilled.stdout + drilled.stderr


def test_places_that_a_backup_must_not_share_are_refused(tongxin: Tongxin, environment: Environment, tmp_path: Path):
    clean = {k: v for k, v in environment.items() if not k.startswith("NEO4J_")}
    own = clean | {"TONGXIN_HOME": str(tmp_path / "home")}
    safe, to, keys = str(tmp_path / "safe"), str(tmp_path / "b"), str(tmp_path / "k")
    refused(tongxin(own, "backup", to, "--keys-to", keys), "TONGXIN_BACKUP_KEY")
    inside = str(tmp_path / "home" / "key")
    refused(tongxin(own, "backup", to, "--keys-to", keys, "--key", inside, "--new-key"), "TONGXIN_BACKUP_KEY")
    assert not (tmp_path / "home" / "key").exists()
    refused(tongxin(own, "backup", to, "--keys-to", to, "--key", safe, "--new-key"), "--keys-to")
    refused(tongxin(own, "backup", to, "--keys-to", keys, "--key", safe, "--new-key"), "--new-key")
    refused(tongxin(own, "backup", str(tmp_path / "home" / "b"), "--keys-to", keys, "--key", safe), "TO")
    refused(tongxin(own, "drill", to, "--keys", keys, "--key", safe), "不是完整的备份")
    other = environment | {"TONGXIN_HOME": str(tmp_path / "home")}
    refused(tongxin(other, "backup", to, "--keys-to", keys, "--key", safe), "NEO4J_URI")
