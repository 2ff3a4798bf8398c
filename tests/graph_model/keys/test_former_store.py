"""A key store of the release before (format 2, without marks of likeness), taken over from its own bytes."""

import hashlib
import hmac
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from graph_model.keys import rotation
from graph_model.keys.blind import BlindKeys
from graph_model.keys.citizens import CitizenIndex
from graph_model.keys.likeness import LikenessIndex
from graph_model.persons.seal import Vault
from knowledge.errors import Erased
from tests.graph_model.keys.test_rotation import bound, nothing

NUMBER = "11010519491231002X"
FACTS = {"sex": "female"}
FORMAT_2 = (
    "CREATE TABLE master (id TEXT PRIMARY KEY, made TEXT NOT NULL, current INTEGER NOT NULL)",
    (
        "CREATE TABLE data_key (subject TEXT, version INTEGER, master TEXT NOT NULL, wrapped BLOB NOT NULL,"
        " made TEXT NOT NULL, PRIMARY KEY (subject, version))"
    ),
    "CREATE INDEX data_key_by_master ON data_key (master)",
    "CREATE TABLE erased (subject TEXT PRIMARY KEY, at TEXT NOT NULL)",
    "CREATE TABLE citizen (mac BLOB PRIMARY KEY, subject TEXT NOT NULL)",
    "CREATE INDEX citizen_by_subject ON citizen (subject)",
    "CREATE TABLE note (name TEXT PRIMARY KEY, at TEXT NOT NULL)",
)
"""The statements of that release: written out, so that a change of ours is no change of what people have."""
OPEN = """
import sys
from pathlib import Path
from graph_model.keys.store import KeyStore
KeyStore(Path(sys.argv[1])).close()
"""


def former_store(folder: Path, *, with_keys: bool) -> dict[str, bytes]:
    """What the release before marks left: the bytes of format 2, written here in its own statements.

    Two children, one of them with a renewed key, under two master keys of which the first is not the current one; a
    third child is erased. What the newest key of each child has sealed is returned.
    """
    masters, now = [AESGCM.generate_key(256) for _ in range(2)], "2026-11-30T08:00:00.000000+00:00"
    ids = [hashlib.sha256(b"tongxin master key" + key).hexdigest()[:12] for key in masters]
    for name, key in zip(("master.key", f"master-{ids[1]}.key"), masters, strict=True):
        (folder / name).write_bytes(key)
        (folder / name).chmod(0o600)
    index = AESGCM.generate_key(256)
    (folder / "index.key").write_bytes(index)
    (folder / "index.key").chmod(0o600)
    mac = hmac.digest(index, b"citizen" + NUMBER.encode(), "sha256")
    blobs, nonce = dict[str, bytes](), bytes(12)
    with closing(sqlite3.connect(folder / "keys.db")) as db, db:
        for statement in FORMAT_2:
            db.execute(statement)
        db.executemany("INSERT INTO master VALUES (?, ?, ?)", [(ids[0], now, 0), (ids[1], now, 1)])
        for child, version, n in (("a", 1, 0), ("a", 2, 1), ("b", 1, 0)) if with_keys else ():
            data = AESGCM.generate_key(256)
            wrapped = nonce + AESGCM(masters[n]).encrypt(nonce, data, child.encode())
            db.execute("INSERT INTO data_key VALUES (?, ?, ?, ?, ?)", (child, version, ids[n], wrapped, now))
            blobs[child] = nonce + AESGCM(data).encrypt(nonce, b'{"sex": "female"}', bound(child).data())
        if with_keys:
            db.execute("INSERT INTO citizen VALUES (?, 'b')", (mac,))
        db.execute("INSERT INTO erased VALUES ('c', ?)", (now,))
        name = hmac.digest(index, b"name of this key", "sha256").hex()[:12]
        db.execute("INSERT INTO note VALUES ('index', ?)", (name,))
        db.execute("PRAGMA user_version = 2")
    (folder / "keys.db").chmod(0o600)
    return blobs


@pytest.mark.parametrize("with_keys", [True, False], ids=["of children", "empty"])
def test_a_store_of_the_release_before_marks_is_taken_over_whole(tmp_path: Path, *, with_keys: bool):
    """Everything opens and stays; whether every child has its marks is known, so that no like child is overlooked."""
    blobs = former_store(tmp_path, with_keys=with_keys)
    for _ in range(2):
        with closing(Vault(tmp_path)) as vault:
            assert {c: vault.open(c, bound(c), blob) for c, blob in blobs.items()} == dict.fromkeys(blobs, FACTS)
            assert vault.store.all_erased() == ["c"]
            assert CitizenIndex(vault.store).holders([NUMBER]) == ({NUMBER: "b"} if with_keys else {})
            index = LikenessIndex(vault.store)
            assert index.is_complete is not with_keys
            assert index.alike(["name:甲"]) == (None if with_keys else frozenset())
            with pytest.raises(Erased):
                vault.provide(["c"])
    with closing(Vault(tmp_path)) as vault, closing(Vault(tmp_path)) as other:
        LikenessIndex(vault.store).put({"b": ["name:乙"], "c": ["name:乙"]})
        LikenessIndex(other.store).complete()
        rotation.rewrap(vault.store, nothing)
        BlindKeys(other.store).rotate()
        assert {c: other.open(c, bound(c), blob) for c, blob in blobs.items()} == dict.fromkeys(blobs, FACTS)
        assert LikenessIndex(vault.store).alike(["name:乙"]) == frozenset({"b"}), "the erased get none"


def test_of_two_processes_that_take_a_former_store_over_at_once_both_have_it(tmp_path: Path):
    blobs = former_store(tmp_path, with_keys=True)
    both = [subprocess.Popen([sys.executable, "-c", OPEN, str(tmp_path)]) for _ in range(2)]
    assert [p.wait(120) for p in both] == [0, 0]
    with closing(Vault(tmp_path)) as vault:
        assert vault.open("a", bound("a"), blobs["a"]) == FACTS


def test_a_former_store_is_whole_as_it_was_if_taking_it_over_breaks_off(tmp_path: Path):
    """Nothing of the new format is left behind, and the next opening takes it over."""
    blobs = former_store(tmp_path, with_keys=True)
    with closing(sqlite3.connect(tmp_path / "keys.db")) as db, db:
        db.execute("CREATE INDEX likeness_by_subject ON erased (subject)")
    with pytest.raises(sqlite3.OperationalError):
        Vault(tmp_path)
    with closing(sqlite3.connect(tmp_path / "keys.db")) as db, db:
        assert db.execute("PRAGMA user_version").fetchone() == (2,)
        assert db.execute("SELECT name FROM sqlite_master WHERE name = 'likeness'").fetchall() == []
        db.execute("DROP INDEX likeness_by_subject")
    with closing(Vault(tmp_path)) as vault:
        assert vault.open("a", bound("a"), blobs["a"]) == FACTS
