"""Encryption of data that identify or expose a child (加密).

Each minor has a key, encrypted with the master key and stored outside Neo4j and its dumps. Blobs are encrypted with
AES-256-GCM and bound to their node and field class, so that a blob moved to another node cannot be opened. Without
its key a record is lost, also in old dumps.
"""

import json
import os
import sqlite3
import threading
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
"""Bytes of a nonce."""
KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Bound:
    """The node and field class to which a blob is bound."""

    label: str
    node: str
    field_class: FieldClass

    def data(self) -> bytes:
        """The associated data of the encryption."""
        return f"{self.label}|{self.field_class.value}|{self.node}|{VERSION}".encode()


def master_key(path: Path) -> bytes:
    """The master key from a file, which is created for its owner only if it does not exist.

    Raises:
        BadInput: The file contains no key of 32 bytes.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(AESGCM.generate_key(256))
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise BadInput("TONGXIN_KEYS", "settings.no_master_key")
    return key


class Vault:
    """The keys of minors, and encryption with them; from any thread."""

    def __init__(self, folder: Path) -> None:
        self._master = AESGCM(master_key(folder / "master.key"))
        path = folder / "keys.db"
        if not path.exists():
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
        self._store = sqlite3.connect(path, check_same_thread=False)
        self._alone = threading.Lock()
        self._store.execute("CREATE TABLE IF NOT EXISTS key (minor TEXT PRIMARY KEY, wrapped BLOB NOT NULL)")
        self._store.commit()

    def close(self) -> None:
        """Close the key store."""
        self._store.close()

    def provide(self, minors: Iterable[str]) -> None:
        """Create a key for each minor without one; all or none."""
        rows = [(m, self._wrapped(m, AESGCM.generate_key(256))) for m in minors]
        with self._alone, self._store:
            self._store.executemany("INSERT OR IGNORE INTO key VALUES (?, ?)", rows)

    def _wrapped(self, minor: str, key: bytes) -> bytes:
        nonce = os.urandom(NONCE)
        return nonce + self._master.encrypt(nonce, key, minor.encode())

    def _key(self, minor: str) -> AESGCM:
        with self._alone:
            row = self._store.execute("SELECT wrapped FROM key WHERE minor = ?", (minor,)).fetchone()
        if row is None:
            raise Sealed("key")
        try:
            return AESGCM(self._master.decrypt(row[0][:NONCE], row[0][NONCE:], minor.encode()))
        except InvalidTag:
            raise Sealed("master") from None

    def seal(self, minor: str, bound: Bound, facts: Mapping[str, Any]) -> bytes:
        """Encrypt facts of one field class for one node.

        Raises:
            Sealed: The minor has no key.
        """
        nonce = os.urandom(NONCE)
        text = json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()
        return nonce + self._key(minor).encrypt(nonce, text, bound.data())

    def open(self, minor: str, bound: Bound, blob: bytes) -> dict[str, Any]:
        """Decrypt a blob.

        Raises:
            Sealed: No key, another master key, or the blob was encrypted for another node or class.
        """
        try:
            text = self._key(minor).decrypt(blob[:NONCE], blob[NONCE:], bound.data())
        except InvalidTag:
            raise Sealed("blob") from None
        facts: dict[str, Any] = json.loads(text)
        return facts
