"""Files with a secret: readable by their owner only, and complete or absent (密钥文件)."""

import os
import secrets
from pathlib import Path

from knowledge.errors import BadInput

KEY_BYTES = 32
OWNER_ONLY = 0o600
OTHERS = 0o077
"""The mode bits that let anybody but the owner in."""


def secret(path: Path, wrong: str, *, field: str = "TONGXIN_KEYS") -> bytes:
    """Return the 32 bytes of a file, which is made if it does not exist; `wrong` is the code of the refusal.

    Raises:
        BadInput: The file is no key of 32 bytes, or others than its owner may open it.
    """
    if not path.exists():
        make(path, secrets.token_bytes(KEY_BYTES))
    return existing(path, wrong, field=field)


def existing(path: Path, wrong: str, *, field: str = "TONGXIN_KEYS") -> bytes:
    """As `secret`, of a file that must exist.

    Raises:
        BadInput: There is no such file, it is no key, or others than its owner may open it.
    """
    require_private(path, field)
    try:
        key = path.read_bytes()
    except OSError:
        raise BadInput(field, wrong) from None
    if len(key) != KEY_BYTES:
        raise BadInput(field, wrong)
    return key


def require_private(path: Path, field: str = "TONGXIN_KEYS") -> None:
    """Refuse a file that others than its owner may open; one that is not there is nobody's.

    Raises:
        BadInput: Its mode lets others in.
    """
    if os.name == "posix" and path.exists() and path.stat().st_mode & OTHERS:
        raise BadInput(field, "keys.open_to_others", file=path.name)


def make(path: Path, content: bytes) -> None:
    """Write a new file, as a whole or not at all; of two that make it at once, the first one wins."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{secrets.token_hex(6)}.part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(part, path)
    except FileExistsError:
        return
    finally:
        part.unlink()
        sync(path.parent)


def sync(folder: Path) -> None:
    """Bring the names in a folder to the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
