"""Rotation of keys: whoever is killed at whatever moment has lost nothing, and a second run finishes the first."""

import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from graph_model.keys import rotation
from graph_model.keys.store import KeyStore
from graph_model.persons.seal import Bound, Vault
from knowledge.errors import BadInput, Erased, Sealed
from knowledge.vocabulary import FieldClass

SUBJECTS = [f"child-{n:04}" for n in range(500)]
FACTS = {"birth_date": "2015-01-01"}
ROTATE = """
import sys
from pathlib import Path
from graph_model.keys import rotation
from graph_model.keys.store import KeyStore
print("ready", flush=True)
store = KeyStore(Path(sys.argv[1]))
if sys.argv[2] == "data":
    rotation.renew(store, lambda n: None)
rotation.rewrap(store, lambda n: None)
print("done", flush=True)
"""


def bound(subject: str) -> Bound:
    return Bound("Minor", subject, FieldClass.F2)


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    with closing(Vault(tmp_path)) as opened:
        opened.provide(SUBJECTS)
        yield opened


def nothing(_done: int) -> None:
    """No progress is shown."""


def masters(folder: Path) -> set[str]:
    return {p.name for p in folder.glob("master*.key")}


def test_a_rotation_leaves_one_new_master_and_every_record_open(vault: Vault, tmp_path: Path):
    blobs = {s: vault.seal(s, bound(s), FACTS) for s in SUBJECTS[:5]}
    done = rotation.rewrap(vault.store, nothing)
    assert done.keys == len(SUBJECTS)
    assert done.lost == ()
    assert masters(tmp_path) == {f"master-{done.master}.key"}
    assert all(vault.open(s, bound(s), blob) == FACTS for s, blob in blobs.items())
    again = rotation.rewrap(vault.store, nothing)
    assert again.master != done.master


def test_another_process_goes_on_through_a_rotation(vault: Vault, tmp_path: Path):
    """The service has the store open, and gives new children keys of the new master."""
    blob = vault.seal("child-0001", bound("child-0001"), FACTS)
    with closing(KeyStore(tmp_path)) as other:
        new = rotation.rewrap(other, nothing).master
    assert vault.open("child-0001", bound("child-0001"), blob) == FACTS
    vault.provide(["later"])
    assert vault.store.rows("SELECT master FROM data_key WHERE subject = 'later'") == [(new,)]


@pytest.mark.parametrize("what", ["master", "data"])
def test_killed_at_any_moment_nothing_is_lost(vault: Vault, tmp_path: Path, what: str):
    blobs = {s: vault.seal(s, bound(s), FACTS) for s in SUBJECTS[::50]}
    killed = 0
    for step in range(5):
        process = subprocess.Popen([sys.executable, "-c", ROTATE, str(tmp_path), what], stdout=subprocess.PIPE)
        assert process.stdout
        process.stdout.readline()
        time.sleep(0.004 * 2**step)
        process.kill()
        killed += b"done" not in process.communicate()[0]
        assert all(vault.open(s, bound(s), blob) == FACTS for s, blob in blobs.items())
        assert all(m[3] for m in rotation.status(vault.store).masters if m[2]), "a master key is missing"
    assert killed
    rotation.renew(vault.store, nothing)
    done = rotation.rewrap(vault.store, nothing)
    assert rotation.status(vault.store).waiting == 0
    assert [m[0] for m in rotation.status(vault.store).masters] == [done.master]
    assert all(vault.open(s, bound(s), blob) == FACTS for s, blob in blobs.items())


def test_an_unfinished_rotation_is_finished_by_the_next(vault: Vault):
    with pytest.raises(KeyboardInterrupt):
        rotation.rewrap(vault.store, _broken_off)
    begun = rotation.status(vault.store)
    assert 0 < begun.waiting < len(SUBJECTS)
    assert len(begun.masters) == 2
    done = rotation.rewrap(vault.store, nothing)
    assert done.master == begun.current
    assert done.keys == begun.waiting


def _broken_off(_done: int) -> None:
    raise KeyboardInterrupt


def test_a_renewed_subject_seals_with_its_new_key_and_opens_with_both(vault: Vault):
    blob = vault.seal("child-0001", bound("child-0001"), FACTS)
    rotation.renew(vault.store, nothing)
    rotation.renew(vault.store, nothing)  # the same renewal: no third key
    assert vault.store.rows("SELECT count(*) FROM data_key WHERE subject = 'child-0001'") == [(2,)]
    again = vault.again("child-0001", bound("child-0001"), blob)
    assert again is not None
    assert vault.again("child-0001", bound("child-0001"), again) is None
    assert vault.open("child-0001", bound("child-0001"), blob) == FACTS


def test_a_missing_master_key_is_told_and_never_made_anew(vault: Vault, tmp_path: Path):
    rotation.rewrap(vault.store, nothing)
    (file,) = tmp_path.glob("master*.key")
    kept = file.read_bytes()
    file.unlink()
    with pytest.raises(BadInput) as caught:
        Vault(tmp_path)
    assert caught.value.message.code == "keys.master_missing"
    file.write_bytes(kept)
    file.chmod(0o600)
    with closing(Vault(tmp_path)) as found:
        found.provide(["child-0001"])


def test_keys_that_no_master_opens_are_named_and_stay(vault: Vault):
    with vault.store.writing() as db:
        db.execute("UPDATE data_key SET wrapped = zeroblob(60) WHERE subject = 'child-0003'")
    done = rotation.rewrap(vault.store, nothing)
    assert done.lost == ("child-0003",)
    assert done.keys == len(SUBJECTS) - 1


def test_a_key_that_others_may_read_is_refused(vault: Vault, tmp_path: Path):
    for name in ("master.key", "keys.db"):
        (tmp_path / name).chmod(0o640)
        with pytest.raises(BadInput) as caught:
            Vault(tmp_path)
        assert caught.value.message.code == "keys.open_to_others"
        (tmp_path / name).chmod(0o600)
    vault.provide(["child-0001"])


def test_a_store_of_the_former_release_is_taken_over(tmp_path: Path):
    key, data = AESGCM.generate_key(256), AESGCM.generate_key(256)
    (tmp_path / "master.key").write_bytes(key)
    (tmp_path / "master.key").chmod(0o600)
    nonce = bytes(12)
    with closing(sqlite3.connect(tmp_path / "keys.db")) as db, db:
        db.execute("CREATE TABLE key (minor TEXT PRIMARY KEY, wrapped BLOB NOT NULL)")
        db.execute("INSERT INTO key VALUES ('a', ?)", (nonce + AESGCM(key).encrypt(nonce, data, b"a"),))
    (tmp_path / "keys.db").chmod(0o600)
    blob = nonce + AESGCM(data).encrypt(nonce, b'{"sex": "female"}', bound("a").data())
    with closing(Vault(tmp_path)) as vault:
        assert vault.open("a", bound("a"), blob) == {"sex": "female"}
        rotation.rewrap(vault.store, nothing)
        assert vault.open("a", bound("a"), blob) == {"sex": "female"}
    with closing(sqlite3.connect(tmp_path / "keys.db")) as db, db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(BadInput) as caught:
        Vault(tmp_path)
    assert caught.value.message.code == "keys.of_a_later_program"


def test_a_former_store_without_its_master_is_not_taken_over(tmp_path: Path):
    with closing(sqlite3.connect(tmp_path / "keys.db")) as db, db:
        db.execute("CREATE TABLE key (minor TEXT PRIMARY KEY, wrapped BLOB NOT NULL)")
        db.execute("INSERT INTO key VALUES ('a', x'00')")
    (tmp_path / "keys.db").chmod(0o600)
    with pytest.raises(BadInput):
        Vault(tmp_path)
    assert not (tmp_path / "master.key").exists()
    with closing(sqlite3.connect(tmp_path / "keys.db")) as db:
        assert db.execute("SELECT minor FROM key").fetchall() == [("a",)]


def test_the_erased_have_no_key_and_get_none_again(vault: Vault, tmp_path: Path):
    blob = vault.seal("child-0001", bound("child-0001"), FACTS)
    kept = vault.store.rows("SELECT wrapped FROM data_key WHERE subject = 'child-0001'")[0][0]
    assert isinstance(kept, bytes)
    assert kept in (tmp_path / "keys.db").read_bytes(), "the search finds what is there"
    assert vault.store.forget("child-0001") == 1
    assert kept not in (tmp_path / "keys.db").read_bytes()
    for again in (lambda: vault.open("child-0001", bound("child-0001"), blob), lambda: vault.provide(["child-0001"])):
        with pytest.raises(Erased):
            again()
    with pytest.raises(Sealed) as lost:
        vault.open("never", bound("never"), blob)
    assert lost.value.why == "key"
    assert vault.store.forget("child-0001") == 0
