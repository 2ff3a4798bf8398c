"""Blind index: finds a child by its citizen's number, which is stored nowhere (盲索引).

The store contains an HMAC of the number under keys of its own, beside the data keys: nothing of it is in the
database or its dumps, and with the child it is erased. Because the number is stored nowhere, a new key cannot
replace the old one: it is applied on top. An entry is the HMAC with the newest key of the HMAC with the one before,
down to the number.
"""

import hmac
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import count
from pathlib import Path

from graph_model.keys import files
from graph_model.keys.store import KeyStore
from knowledge.errors import BadInput

FILE = "index.key"
"""The first key; the next are `index-1.key`, `index-2.key`…"""
NOTE = "index"
"""The note that names the keys with which the index was made."""
NAMED = "SELECT at FROM note WHERE name = ?"


def _file(folder: Path, number: int) -> Path:
    return folder / (f"index-{number}.key" if number else FILE)


def _name(key: bytes, before: str = "") -> str:
    """Return the name of a key applied on top of earlier ones; it reveals nothing about them."""
    return hmac.digest(key, b"name of this key" + before.encode(), "sha256").hex()[:12]


class CitizenIndex:
    """Index of the subjects by their number."""

    def __init__(self, store: KeyStore) -> None:
        """Open the index; its first key is made with its first entry, and never again.

        Raises:
            BadInput: A key is missing, or it is another one.
        """
        self._store, self._keys, self._named = store, tuple[bytes, ...](), ""
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
        return self._store.masters.folder

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

    def _follow(self, db: sqlite3.Connection) -> None:
        """Use the keys of now: another process may have rotated them since they were read."""
        ((named,),) = db.execute(NAMED, (NOTE,))
        if named != self._named:
            self._open(named)

    def _mac(self, number: str) -> bytes:
        mac = b"citizen" + number.encode()
        for key in self._keys:
            mac = hmac.digest(key, mac, "sha256")
        return mac

    def rotate(self) -> int:
        """Lay a new key over all entries; how many there are.

        Killed before its transaction has ended, it has changed nothing; a repeat uses the key that was written.
        """
        with self._store.writing() as db:
            self._follow(db)
            key = files.secret(_file(self._folder, len(self._keys)), "keys.index_wrong")
            rows = db.execute("SELECT mac, subject FROM citizen").fetchall()
            db.execute("DELETE FROM citizen")
            laid = [(hmac.digest(key, mac, "sha256"), subject) for mac, subject in rows]
            db.executemany("INSERT INTO citizen VALUES (?, ?)", laid)
            self._keys, self._named = (*self._keys, key), _name(key, self._named)
            db.execute("UPDATE note SET at = ? WHERE name = ?", (self._named, NOTE))
        return len(rows)

    def holders(self, numbers: Iterable[str]) -> dict[str, str]:
        """The subjects that have these numbers, by number."""
        subjects = {}
        with self._store.writing() as db:
            self._follow(db)
            for number in numbers:
                if row := db.execute("SELECT subject FROM citizen WHERE mac = ?", (self._mac(number),)).fetchone():
                    subjects[number] = str(row[0])
        return subjects

    def claim(self, wanted: Mapping[str, str], stale: Collection[str] = ()) -> frozenset[str]:
        """Give each subject its number; those whose number another subject has, who is not `stale`, get nothing.

        Of two who claim one number at once one gets it.
        """
        refused = set[str]()
        with self._store.writing() as db:
            self._follow(db)
            for subject, number in wanted.items():
                mac = self._mac(number)
                held = db.execute("SELECT subject FROM citizen WHERE mac = ?", (mac,)).fetchone()
                if held is not None and held[0] != subject and held[0] not in stale:
                    refused.add(subject)
                    continue
                db.execute("DELETE FROM citizen WHERE subject = ?", (subject,))
                db.execute("INSERT OR REPLACE INTO citizen VALUES (?, ?)", (mac, subject))
        return frozenset(refused)
