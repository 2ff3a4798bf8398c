"""Encrypted files in chunks, of any length: cut, joined, reordered or changed ones are not read (加密文件).

The first line is a header in clear; each file has a key of its own, derived from the backup key and the salt in its
header, which every chunk is bound to. The last chunk is marked: a file that ends before it was cut.
"""

import json
import os
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from graph_model.keys.files import KEY_BYTES, OWNER_ONLY, sync
from knowledge.errors import BadInput

CHUNK = 1 << 20
LENGTH = struct.Struct(">I")
TAG = 16
LONGEST_HEADER = 4096


def _cipher(secret: bytes, header: bytes) -> AESGCM:
    salt = bytes.fromhex(json.loads(header)["salt"])
    return AESGCM(HKDF(SHA256(), KEY_BYTES, salt, b"tongxin backup").derive(secret))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11) + bytes([last])


class EncryptedFile:
    """Writes a file that appears under its name once it is whole."""

    def __init__(self, path: Path, secret: bytes, header: Mapping[str, str]) -> None:
        self._path, self._part = path, path.with_name(f"{path.name}.part")
        self._part.unlink(missing_ok=True)
        self._header = json.dumps({**header, "salt": os.urandom(16).hex()}, sort_keys=True).encode()
        self._cipher = _cipher(secret, self._header)
        self._file: IO[bytes] = os.fdopen(os.open(self._part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "wb")
        self._file.write(self._header + b"\n")
        self._waiting, self._number = bytearray(), 0

    def __enter__(self) -> Self:
        """Begin to write."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the file; one that was broken off is removed."""
        if error is None:
            self._chunk(bytes(self._waiting), last=True)
            self._file.flush()
            os.fsync(self._file.fileno())
        self._file.close()
        if error is None:
            self._part.replace(self._path)
            sync(self._path.parent)
        else:
            self._part.unlink()

    def write(self, data: bytes) -> int:
        """Write some bytes; the number of them."""
        self._waiting += data
        while len(self._waiting) > CHUNK:
            self._chunk(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]
        return len(data)

    def _chunk(self, plain: bytes, *, last: bool) -> None:
        sealed = self._cipher.encrypt(_nonce(self._number, last=last), plain, self._header)
        self._file.write(LENGTH.pack(len(sealed)) + sealed)
        self._number += 1


def header_of(path: Path) -> dict[str, str]:
    """The header of a file, which anybody can have written: it is proven with the first chunk.

    Raises:
        BadInput: It is no such file.
    """
    try:
        with path.open("rb") as file:
            read: dict[str, str] = json.loads(file.readline(LONGEST_HEADER))
            bytes.fromhex(read["salt"])
            return read
    except (OSError, ValueError, TypeError, KeyError):
        raise BadInput(path.name, "backup.no_file") from None


def decrypted(path: Path, secret: bytes) -> Iterator[bytes]:
    """The content of a file, in parts.

    Raises:
        BadInput: Another key, or the file was changed or cut.
    """
    header_of(path)
    with path.open("rb") as file:
        header = file.readline(LONGEST_HEADER).rstrip(b"\n")
        cipher, number, last = _cipher(secret, header), 0, False
        size = path.stat().st_size
        while not last:
            length = file.read(LENGTH.size)
            sealed = file.read(min(LENGTH.unpack(length)[0], CHUNK + TAG)) if len(length) == LENGTH.size else b""
            last = file.tell() == size
            try:
                yield cipher.decrypt(_nonce(number, last=last), sealed, header)
            except InvalidTag:
                raise BadInput(path.name, "backup.not_opened") from None
            number += 1
