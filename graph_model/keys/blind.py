"""Blind indexes: a child is found by what identifies it; only keyed hashes are held, beside the data keys (盲索引).

The store contains HMACs under keys of their own: nothing of them is in the database or its dumps, and with the child
they are erased. Because what was hashed is stored nowhere, a new key cannot replace the old one: it is applied on
top. An entry is the HMAC with the newest key of the HMAC with the one before, down to the text.
"""

import hmac
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from graph_model.keys import files
from graph_model.keys.store import KeyStore
from knowledge.errors import BadInput

FILE = "index.key"
"""The first key; the next are `index-1.key`, `index-2.key`…"""
NOTE = "index"
"""The note that names the keys with which the indexes were made."""
NAMED = "SELECT at FROM note WHERE name = ?"
TABLES = ("citizen", "likeness")
"""The indexes: each row is an HMAC and the subject that it belongs to."""


def _file(folder: Path, number: int) -> Path:
    return folder / (f"index-{number}.key" if number else FILE)


def _name(key: bytes, before: str = "") -> str:
    """Return the name of a key applied on top of earlier ones; it reveals nothing about them."""
    return hmac.digest(key, b"name of this key" + before.encode(), "sha256").hex()[:12]


class BlindKeys:
    """The keys of the blind indexes of a store."""

    def __init__(self, store: KeyStore) -> None:
        """Open the keys; the first is made with the first entry, and never again.

        Raises:
            BadInput: A key is missing, or it is another one.
        """
        self.store, self._keys, self._named = store, tuple[bytes, ...](), ""
        named = store.rows(NAMED, NOTE)
        if named and not _file(self._folder, 0).exists():
            raise BadInput("TONGXIN_KEYS", "keys.index_missing")
        first = files.secret(_file(self._folder, 0), "keys.index_wrong")
        if not named:
            with store.writing() as db:
                db.execute("INSERT OR IGNORE INTO note VALUES (?, ?)", (NOTE, _name(first)))
            named = store.rows(NAMED, NOTE)
        self._open(str(named[0][0]))

    @property
    def _folder(self) -> Path:
        return self.store.masters.folder

    def _open(self, named: str) -> None:
        """Read the keys that the index was made with; a file that a broken rotation has left is not among them.

        Raises:
            BadInput: One of them is missing, or is another one.
        """
        keys, name = list[bytes](), ""
        for path in self._paths():
            keys.append(files.existing(path, "keys.index_wrong"))
            name = _name(keys[-1], name)
            if name == named:
                self._keys, self._named = tuple(keys), named
                return
        raise BadInput("TONGXIN_KEYS", "keys.index_wrong")

    def _paths(self) -> Iterator[Path]:
        for number in count():
            path = _file(self._folder, number)
            if not path.exists():
                return
            yield path

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction with the keys of now: another process may have rotated them since they were read."""
        with self.store.writing() as db:
            ((named,),) = db.execute(NAMED, (NOTE,))
            if named != self._named:
                self._open(named)
            yield db

    def mac(self, kind: str, text: str) -> bytes:
        """The entry of a text of a kind."""
        mac = f"{kind}{text}".encode()
        for key in self._keys:
            mac = hmac.digest(key, mac, "sha256")
        return mac

    def lock_name(self, text: str) -> str:
        """A name for the lock on a text: the same before and after a rotation, and no entry of an index."""
        return hmac.digest(self._keys[0], b"lock" + text.encode(), "sha256").hex()

    def rotate(self) -> int:
        """Lay a new key over all entries; how many numbers of citizens there are.

        Killed before its transaction has ended, it has changed nothing; a repeat uses the key that was written.
        """
        with self.writing() as db:
            key = files.secret(_file(self._folder, len(self._keys)), "keys.index_wrong")
            laid = [_laid(db, table, key) for table in TABLES]
            self._keys, self._named = (*self._keys, key), _name(key, self._named)
            db.execute("UPDATE note SET at = ? WHERE name = ?", (self._named, NOTE))
        return laid[0]


def _laid(db: sqlite3.Connection, table: str, key: bytes) -> int:
    """Lay a key over the entries of an index; how many there are."""
    rows = db.execute(f"SELECT mac, subject FROM {table}").fetchall()  # noqa: S608  # the name is one of ours
    db.execute(f"DELETE FROM {table}")  # noqa: S608  # as above
    laid = [(hmac.digest(key, mac, "sha256"), subject) for mac, subject in rows]
    db.executemany(f"INSERT INTO {table} VALUES (?, ?)", laid)  # noqa: S608  # as above
    return len(rows)
