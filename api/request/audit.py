"""Who read which record, for what: appended and chained before the answer leaves (审计)."""

import json
import os
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any

from knowledge.errors import BadInput
from knowledge.vocabulary import FieldClass
from network.entities import Actor

START = "0" * 64


class Audit:
    """An append-only file; each line carries the hash of the line before, so that a change shows."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        self._last: str | None = None

    def record(
        self, actor: Actor, what: str, record: str, purpose: str, classes: Iterable[FieldClass], at: datetime
    ) -> None:
        """Write one line and bring it to the disk; no value of the record is in it, and its key only as a hash.

        Raises:
            OSError: it could not be written: then nothing may be shown.
        """
        self.record_all(actor, what, (record,), purpose, classes, at)

    def record_all(
        self, actor: Actor, what: str, records: Iterable[str], purpose: str, classes: Iterable[FieldClass], at: datetime
    ) -> None:
        """Write a line for each record and bring them to the disk together.

        Raises:
            OSError: they could not be written: then nothing may be shown or written.
        """
        said = {
            "at": at.isoformat(),
            "who": actor.id,
            "role": actor.role.value,
            "what": what,
            "purpose": purpose,
            "classes": sorted(c.value for c in classes),
        }
        with self._lock:
            before, texts = self._last or self._tail(), []
            for record in records:
                line = {**said, "record": sha256(record.encode()).hexdigest()[:16], "before": before}
                texts.append(json.dumps(line, ensure_ascii=False, sort_keys=True))
                before = _hash(texts[-1])
            with os.fdopen(os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a") as file:
                file.writelines(text + "\n" for text in texts)
                file.flush()
                os.fsync(file.fileno())
            self._last = before

    def _tail(self) -> str:
        lines = self._path.read_text("utf-8").splitlines() if self._path.exists() else []
        return _hash(lines[-1]) if lines else START

    def verify(self) -> int:
        """The number of lines, each chained to the one before.

        Raises:
            BadInput: a line was changed or taken out; its number is named.
        """
        before, lines = START, self._path.read_text("utf-8").splitlines() if self._path.exists() else []
        for number, text in enumerate(lines, 1):
            found: dict[str, Any] = json.loads(text)
            if found["before"] != before:
                raise BadInput("audit", "audit.broken", line=number)
            before = _hash(text)
        return len(lines)


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()
