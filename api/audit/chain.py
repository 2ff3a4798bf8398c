"""The chain of an audit file: each line has the HMAC of itself and of the line before it (链)."""

import hmac
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph_model.keys import files
from knowledge.errors import BadInput

START = "0" * 64
SUFFIX = ".jsonl"
Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AuditHead:
    """Length of an audit file: its number of lines and the HMAC of the last one."""

    file: str
    count: int
    mac: str

    @property
    def printed(self) -> str:
        """The head on one line, to be printed, signed and filed."""
        return f"{self.file} {self.count} {self.mac}"

    @classmethod
    def parsed(cls, text: str) -> "AuditHead":
        """A head from its printed line.

        Raises:
            BadInput: It is not a printed head.
        """
        match text.split():
            case [file, count, mac] if count.isdecimal():
                return cls(file, int(count), mac)
        raise BadInput("--against", "audit.no_head")


class Keys:
    """The keys of the chain and of the record ids, from one secret that is not in the folder of the files."""

    def __init__(self, secret: bytes) -> None:
        self._chain = hmac.digest(secret, b"chain", "sha256")
        self._ids = hmac.digest(secret, b"record ids", "sha256")

    @classmethod
    def at(cls, path: Path) -> "Keys":
        """The keys from a file, which is created for its owner only if it does not exist.

        Raises:
            BadInput: The file has no secret of 32 bytes.
        """
        return cls(files.secret(path, "audit.no_key"))

    def mac(self, before: str, text: str) -> str:
        """The HMAC of a line's text after the line with the HMAC `before`."""
        return hmac.digest(self._chain, before.encode() + text.encode(), "sha256").hex()

    def id_of(self, record: str) -> str:
        """Return the id of a record in the audit, which cannot be found by guessing keys."""
        return hmac.digest(self._ids, record.encode(), "sha256").hex()[:16]


ESCAPED = re.compile("[\x85\u2028\u2029\ud800-\udfff]")
"""Characters that JSON leaves unescaped, though some programs break lines there and half characters are invalid."""


def written(keys: Keys, before: str, number: int, line: Line) -> tuple[str, str]:
    """Return a line in its form on disk, and its HMAC."""
    text = json.dumps({"n": number, **line}, ensure_ascii=False, separators=(",", ":"))
    text = ESCAPED.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)
    mac = keys.mac(before, text)
    return f'{text[:-1]},"mac":"{mac}"}}\n', mac


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line of a file; `sound` if it continues the chain."""

    number: int
    line: Line
    mac: str
    sound: bool


def lines(keys: Keys, text: str) -> Iterator[ReadLine]:
    """The whole lines of a file, up to the first one that does not continue the chain.

    What follows the last line break is a torn line: its operation was never answered.
    """
    before = START
    for number, row in enumerate(text.split("\n")[:-1]):
        body, cut, rest = row.rpartition(',"mac":"')
        mac = keys.mac(before, body + "}")
        sound = bool(cut) and hmac.compare_digest(rest.encode(), f'{mac}"}}'.encode())
        line = json.loads(row) if sound else {}
        sound = sound and line.get("n") == number
        yield ReadLine(number, line, mac, sound)
        if not sound:
            return
        before = mac


def torn(text: str) -> bool:
    """True if the last line has no line break: the process ended while it was written."""
    return bool(text) and not text.endswith("\n")
