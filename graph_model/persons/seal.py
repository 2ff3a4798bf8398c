"""What identifies or exposes a child is sealed before it reaches the database (加密).

One key a minor, wrapped by the master key, in a store outside Neo4j and its dumps; AES-256-GCM; what a blob belongs to
is bound to it, so that a blob moved to another node cannot be opened. Without its key a record is gone, in old
dumps too.
"""

import json
import os
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from knowledge.errors import BadInput, Sealed
from knowledge.vocabulary import FieldClass

VERSION = 1
NONCE = 12


@dataclass(frozen=True, slots=True)
class Bound:
    """What a blob belongs to: the node that holds it and the class of its facts."""

    label: str
    node: str
    field_class: FieldClass

    def data(self) -> bytes:
        """The associated data."""
        return f"{self.label}|{self.field_class.value}|{self.node}|{VERSION}".encode()


def master_key(path: Path) -> bytes:
    """The master key of a file; made, readable by its owner only, where there is none.

    Raises:
        BadInput: the file holds no key of 32 bytes.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(AESGCM.generate_key(256))
    found = path.read_bytes()
    if len(found) != 32:  # noqa: PLR2004  # 256 bits
        raise BadInput("TONGXIN_KEYS", "settings.no_master_key")
    return found


class Vault:
    """Keys of minors, and what is sealed with them."""

    def __init__(self, folder: Path) -> None:
        self._master = AESGCM(master_key(folder / "master.key"))
        path = folder / "keys.db"
        if not path.exists():
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
        self._store = sqlite3.connect(path)
        self._store.execute("CREATE TABLE IF NOT EXISTS key (minor TEXT PRIMARY KEY, wrapped BLOB NOT NULL)")
        self._store.commit()

    def close(self) -> None:
        """Let go of the store."""
        self._store.close()

    def provide(self, minors: Iterable[str]) -> None:
        """Make a key for every minor that has none; all or nothing."""
        rows = [(m, self._wrapped(m, AESGCM.generate_key(256))) for m in minors]
        with self._store:
            self._store.executemany("INSERT OR IGNORE INTO key VALUES (?, ?)", rows)

    def _wrapped(self, minor: str, key: bytes) -> bytes:
        nonce = os.urandom(NONCE)
        return nonce + self._master.encrypt(nonce, key, minor.encode())

    def _key(self, minor: str) -> AESGCM:
        row = self._store.execute("SELECT wrapped FROM key WHERE minor = ?", (minor,)).fetchone()
        if row is None:
            raise Sealed("key")
        try:
            return AESGCM(self._master.decrypt(row[0][:NONCE], row[0][NONCE:], minor.encode()))
        except InvalidTag:
            raise Sealed("master") from None

    def seal(self, minor: str, bound: Bound, facts: Mapping[str, Any]) -> bytes:
        """Seal facts of one class for one node.

        Raises:
            Sealed: the minor has no key.
        """
        nonce = os.urandom(NONCE)
        text = json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()
        return nonce + self._key(minor).encrypt(nonce, text, bound.data())

    def open(self, minor: str, bound: Bound, blob: bytes) -> dict[str, Any]:
        """Open what was sealed.

        Raises:
            Sealed: no key, another master key, or the blob is not what was sealed for this node and class.
        """
        try:
            text = self._key(minor).decrypt(blob[:NONCE], blob[NONCE:], bound.data())
        except InvalidTag:
            raise Sealed("blob") from None
        found: dict[str, Any] = json.loads(text)
        return found

    def forget(self, minor: str) -> None:
        """Delete the key: the record cannot be opened again, nor its copies."""
        with self._store:
            self._store.execute("DELETE FROM key WHERE minor = ?", (minor,))
