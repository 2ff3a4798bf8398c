"""Encryption of data that identify or expose a child (加密).

Each subject has a key of its own, wrapped by a master key and stored outside Neo4j and its dumps (`graph_model/keys/`).
Blobs are encrypted with AES-256-GCM and bound to their node and field class, so that a blob moved to another node
cannot be opened. Without its key a record is lost, also in old dumps.
"""

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from graph_model.keys.store import KeyStore, WrappedKey
from knowledge.errors import Sealed
from knowledge.vocabulary import FieldClass

VERSION = 1
NONCE = 12
"""Bytes of a nonce."""


@dataclass(frozen=True, slots=True)
class Bound:
    """The node and field class to which a blob is bound."""

    label: str
    node: str
    field_class: FieldClass

    def data(self) -> bytes:
        """The associated data of the encryption."""
        return f"{self.label}|{self.field_class.value}|{self.node}|{VERSION}".encode()


class Vault:
    """Encryption with the keys of a folder; from any thread."""

    def __init__(self, folder: Path) -> None:
        self.store = KeyStore(folder)

    def close(self) -> None:
        """Close the key store."""
        self.store.close()

    def provide(self, subjects: Iterable[str]) -> None:
        """Create a key for each subject without one; all or none.

        Raises:
            Erased: One of them was erased.
        """
        self.store.provide(subjects)

    def seal(self, subject: str, bound: Bound, facts: Mapping[str, Any]) -> bytes:
        """Encrypt facts of one field class for one node.

        Raises:
            Sealed: The subject has no key.
        """
        return self.seal_content(subject, bound, json.dumps(facts, ensure_ascii=False, sort_keys=True).encode())

    def seal_content(self, subject: str, bound: Bound, content: bytes) -> bytes:
        """Encrypt bytes of one field class for one node.

        Raises:
            Sealed: The subject has no key.
        """
        return _encrypted(self.store.keys(subject)[0], bound, content)

    def ring(self, subjects: Iterable[str]) -> "KeyRing":
        """The keys of many subjects, read at once."""
        return KeyRing(self, self.store.wrapped(subjects))

    def open(self, subject: str, bound: Bound, blob: bytes) -> dict[str, Any]:
        """Decrypt a blob.

        Raises:
            Sealed: No key, another master key, or the blob was encrypted for another node or class.
        """
        facts: dict[str, Any] = json.loads(self.open_content(subject, bound, blob))
        return facts

    def open_content(self, subject: str, bound: Bound, blob: bytes) -> bytes:
        """Decrypt bytes.

        Raises:
            Sealed: As `open`.
        """
        return _decrypted(self.store.keys(subject), bound, blob)[0]

    def again(self, subject: str, bound: Bound, blob: bytes) -> bytes | None:
        """A blob encrypted with the newest key of its subject; None if it is already.

        Raises:
            Sealed: As `open`.
        """
        keys = self.store.keys(subject)
        text, key = _decrypted(keys, bound, blob)
        return None if key is keys[0] else _encrypted(keys[0], bound, text)


class KeyRing:
    """Keys of the subjects of a page: for thousands of children the key store is read once a page."""

    def __init__(self, vault: Vault, wrapped: Mapping[str, Sequence[WrappedKey]]) -> None:
        self._vault, self._wrapped = vault, wrapped
        self._ready: dict[str, list[AESGCM]] = {}

    def open(self, subject: str, bound: Bound, blob: bytes) -> dict[str, Any]:
        """Decrypt a blob.

        Raises:
            Sealed: As `Vault.open`.
        """
        if subject not in self._wrapped:
            return self._vault.open(subject, bound, blob)
        if subject not in self._ready:
            self._ready[subject] = self._vault.store.unwrapped(subject, self._wrapped[subject])
        facts: dict[str, Any] = json.loads(_decrypted(self._ready[subject], bound, blob)[0])
        return facts


def _encrypted(key: AESGCM, bound: Bound, text: bytes) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + key.encrypt(nonce, text, bound.data())


def _decrypted(keys: Iterable[AESGCM], bound: Bound, blob: bytes) -> tuple[bytes, AESGCM]:
    """The text of a blob, and which of the keys had sealed it."""
    for key in keys:
        try:
            return key.decrypt(blob[:NONCE], blob[NONCE:], bound.data()), key
        except InvalidTag:
            continue
    raise Sealed("blob")
