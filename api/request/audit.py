"""The audit log: who read which record and why, in a hash chain, written before the answer is sent (审计)."""

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
    """An append-only file; each line has the hash of the previous line, so that changes are detected."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        self._last: str | None = None

    def record(
        self, actor: Actor, what: str, record: str, purpose: str, classes: Iterable[FieldClass], at: datetime
    ) -> None:
        """Write one line and sync it to disk; it has no values of the record, and its key only as a hash.

        Raises:
            OSError: The line could not be written; the record must not be shown.
        """
        self.record_all(actor, what, (record,), purpose, classes, at)

    def record_all(
        self, actor: Actor, what: str, records: Iterable[str], purpose: str, classes: Iterable[FieldClass], at: datetime
    ) -> None:
        """Write a line for each record and sync them to disk together.

        Raises:
            OSError: The lines could not be written; the records must not be shown or changed.
        """
        common = {
            "at": at.isoformat(),
            "who": actor.id,
            "role": "+".join(actor.roles),
            "what": what,
            "purpose": purpose,
            "classes": sorted(c.value for c in classes),
        }
        with self._lock:
            before, texts = self._last or self._tail(), []
            for record in records:
                line = {**common, "record": sha256(record.encode()).hexdigest()[:16], "before": before}
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
        """Check the chain and return the number of lines.

        Raises:
            BadInput: A line was changed or removed; the error has its number.
        """
        before, lines = START, self._path.read_text("utf-8").splitlines() if self._path.exists() else []
        for number, text in enumerate(lines, 1):
            line: dict[str, Any] = json.loads(text)
            if line["before"] != before:
                raise BadInput("audit", "audit.broken", line=number)
            before = _hash(text)
        return len(lines)


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()
