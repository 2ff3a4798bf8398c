"""Master keys, each in a file of its own: they wrap the data keys of the key store (主密钥)."""

import hashlib
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from graph_model.keys import files
from knowledge.errors import BadInput, Sealed

FIRST = "master.key"
"""The file of the first master key; the later ones have their id in their name."""
NONCE = 12
"""Bytes of a nonce."""
WRONG = "settings.no_master_key"


def identity(key: bytes) -> str:
    """Return the id of a master key: it reveals nothing about the key, and names it in the key store."""
    return hashlib.sha256(b"tongxin master key" + key).hexdigest()[:12]


class Masters:
    """The master keys of a folder, read when they are needed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ready: dict[str, AESGCM] = {}

    def first(self) -> str:
        """Return the id of the key in `master.key`, which is made if it does not exist.

        Raises:
            BadInput: The file is no key of 32 bytes, or is open to others.
        """
        return identity(files.secret(self.folder / FIRST, WRONG))

    def new(self) -> str:
        """The id of a new master key, whose file is on the disk."""
        key = AESGCM.generate_key(256)
        files.make(self.folder / f"master-{identity(key)}.key", key)
        return identity(key)

    def path(self, master: str) -> Path | None:
        """Return the file of a master key; None if there is none.

        Raises:
            BadInput: A file is no key of 32 bytes, or is open to others.
        """
        named = self.folder / f"master-{master}.key"
        if named.exists():
            return named
        first = self.folder / FIRST
        return first if first.exists() and identity(files.existing(first, WRONG)) == master else None

    def discard(self, master: str) -> None:
        """Remove the file of a master key; nothing that it wrapped can be opened from then on."""
        path = self.path(master)
        if path is not None:
            path.unlink()
            files.sync(self.folder)
        self._ready.pop(master, None)

    def wrap(self, master: str, subject: str, key: bytes) -> bytes:
        """A data key, encrypted.

        Raises:
            Sealed: There is no such master key.
        """
        nonce = os.urandom(NONCE)
        return nonce + self._key(master).encrypt(nonce, key, subject.encode())

    def unwrap(self, master: str, subject: str, wrapped: bytes) -> bytes:
        """A data key, decrypted.

        Raises:
            Sealed: There is no such master key, or it does not fit.
        """
        try:
            return self._key(master).decrypt(wrapped[:NONCE], wrapped[NONCE:], subject.encode())
        except InvalidTag:
            raise Sealed("master") from None

    def _key(self, master: str) -> AESGCM:
        if master not in self._ready:
            try:
                path = self.path(master)
            except BadInput:
                path = None
            if path is None:
                raise Sealed("master")
            self._ready[master] = AESGCM(files.existing(path, WRONG))
        return self._ready[master]
