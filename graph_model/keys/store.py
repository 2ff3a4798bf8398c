"""The key store: data keys by subject, wrapped, in one SQLite file outside Neo4j and its dumps (密钥库).

A subject (a child, a reporter, an item whose child is not known) has one data key, or several where it was renewed:
the newest seals, each of them opens. An erased subject has none and gets none again. Each change is one transaction;
several processes may use the store at once.
"""

import json
import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from graph_model.keys import files
from graph_model.keys.masters import Masters
from knowledge.errors import BadInput, Erased, Sealed

FILE = "keys.db"
FORMAT = 3
"""The version of the file; 1 had one key a child and one master key, 2 no index of likeness."""
SEVERAL_KEYS = 2
"""The version since which a child can have several keys."""
PATIENCE = 30.0
"""Seconds to wait for another process that writes."""
TABLES = (
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
LIKENESS = (
    "CREATE TABLE likeness (mac BLOB, subject TEXT, PRIMARY KEY (mac, subject)) WITHOUT ROWID",
    "CREATE INDEX likeness_by_subject ON likeness (subject)",
    # a store without any key has the marks of all its children
    "INSERT INTO note SELECT 'likeness', datetime() WHERE NOT EXISTS (SELECT 1 FROM data_key)",
)

KEYS_OF_MANY = """SELECT subject, master, wrapped FROM data_key
WHERE subject IN (SELECT value FROM json_each(?)) ORDER BY subject, version DESC"""
WrappedKey = tuple[object, ...]
"""The id of the master key, and what it wraps."""


def moment() -> str:
    """Now, as the store writes it."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


class KeyStore:
    """The data keys of a folder; from any thread."""

    def __init__(self, folder: Path) -> None:
        self.masters = Masters(folder)
        self._alone = threading.Lock()
        path = folder / FILE
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT, files.OWNER_ONLY))
        files.require_private(path)
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=PATIENCE)
        try:
            self._db.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten with zeros
            self._upgrade()
        except BaseException:
            self._db.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _format(self) -> int:
        number: int = self._db.execute("PRAGMA user_version").fetchone()[0]
        return number

    def _upgrade(self) -> None:
        """Bring the file to the format of this program, in one transaction.

        Raises:
            BadInput: A later program made it, or there is no master key for its keys.
        """
        if self._format() == FORMAT:
            self._require_master()
            return
        with self.writing() as db:
            if self._format() > FORMAT:
                raise BadInput("TONGXIN_KEYS", "keys.of_a_later_program")
            if self._format() == FORMAT:  # another process was first
                return
            if self._format() < SEVERAL_KEYS:
                self._first(db)
            for statement in LIKENESS:
                db.execute(statement)
            db.execute(f"PRAGMA user_version = {FORMAT}")

    def _first(self, db: sqlite3.Connection) -> None:
        """Make the tables, with the keys that the first format had."""
        earlier = db.execute("SELECT name FROM sqlite_master WHERE name = 'key'").fetchone()
        wrapped = db.execute("SELECT minor, wrapped FROM key").fetchall() if earlier else []
        if wrapped and not self.masters.folder.joinpath("master.key").exists():
            raise BadInput("TONGXIN_KEYS", "keys.master_missing")
        master, now = self.masters.first(), moment()
        for table in TABLES:
            db.execute(table)
        db.execute("INSERT INTO master VALUES (?, ?, 1)", (master, now))
        rows = [(minor, master, blob, now) for minor, blob in wrapped]
        db.executemany("INSERT INTO data_key VALUES (?, 1, ?, ?, ?)", rows)
        db.execute("DROP TABLE IF EXISTS key")

    def _require_master(self) -> None:
        """A master key is never made anew beside keys that another one wraps: that would hide its loss."""
        if self.masters.path(self.current()) is None and not self.masters.folder.joinpath("master.key").exists():
            raise BadInput("TONGXIN_KEYS", "keys.master_missing")

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction that writes; others wait."""
        with self._alone:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def rows(self, question: str, *values: object) -> list[tuple[object, ...]]:
        """The rows of a question."""
        with self._alone:
            return self._db.execute(question, values).fetchall()

    def current(self) -> str:
        """The id of the master key that wraps new data keys."""
        ((master,),) = self.rows("SELECT id FROM master WHERE current = 1")
        return str(master)

    def provide(self, subjects: Iterable[str]) -> None:
        """Create a data key for each subject without one; all or none.

        Raises:
            Erased: One of them was erased.
            Sealed: The master key is not there.
        """
        with self.writing() as db:
            ((master,),) = db.execute("SELECT id FROM master WHERE current = 1")
            for subject in dict.fromkeys(subjects):
                if db.execute("SELECT 1 FROM data_key WHERE subject = ?", (subject,)).fetchone():
                    continue
                if db.execute("SELECT 1 FROM erased WHERE subject = ?", (subject,)).fetchone():
                    raise Erased
                wrapped = self.masters.wrap(master, subject, AESGCM.generate_key(256))
                db.execute("INSERT INTO data_key VALUES (?, 1, ?, ?, ?)", (subject, master, wrapped, moment()))

    def keys(self, subject: str) -> list[AESGCM]:
        """The data keys of a subject, the newest first: it seals.

        Raises:
            Erased: The subject was erased.
            Sealed: It has no key, or the master key is not there.
        """
        wrapped = self.rows("SELECT master, wrapped FROM data_key WHERE subject = ? ORDER BY version DESC", subject)
        if not wrapped:
            raise Erased if self.erased(subject) else Sealed("key")
        return self.unwrapped(subject, wrapped)

    def wrapped(self, subjects: Iterable[str]) -> Mapping[str, list[WrappedKey]]:
        """The data keys of many subjects, read at once, still wrapped; a subject without one is left out."""
        keys: dict[str, list[WrappedKey]] = {}
        for subject, *key in self.rows(KEYS_OF_MANY, json.dumps(list(subjects))):
            keys.setdefault(str(subject), []).append(tuple(key))
        return keys

    def unwrapped(self, subject: str, wrapped: Iterable[WrappedKey]) -> list[AESGCM]:
        """The data keys of a subject, ready to use.

        Raises:
            Sealed: The master key is not there, or does not fit.
        """
        return [AESGCM(self.masters.unwrap(str(m), subject, bytes(w))) for m, w in wrapped]  # type: ignore[call-overload]  # a column of BLOB

    def erased(self, subject: str) -> str | None:
        """Return the time at which a subject was erased; None if it was not."""
        rows = self.rows("SELECT at FROM erased WHERE subject = ?", subject)
        return str(rows[0][0]) if rows else None

    def all_erased(self) -> list[str]:
        """Every subject that was erased."""
        return [str(subject) for (subject,) in self.rows("SELECT subject FROM erased ORDER BY subject")]

    def forget(self, subject: str) -> int:
        """Delete all data of a subject in the store, for good; return the number of its keys. Safe to repeat."""
        with self.writing() as db:
            db.execute("INSERT OR IGNORE INTO erased VALUES (?, ?)", (subject, moment()))
            for table in ("citizen", "likeness"):
                db.execute(f"DELETE FROM {table} WHERE subject = ?", (subject,))  # noqa: S608  # the name is one of ours
            return db.execute("DELETE FROM data_key WHERE subject = ?", (subject,)).rowcount
