"""Number of people who lately opened a child's record, from the files of the audit; no names (几个人看过)."""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock

from api.audit.chain import SUFFIX, Keys
from knowledge.calendar.deadlines import SHANGHAI

DAYS = 30
"""Days of the period counted back from today (configured value)."""
FEW = 12
"""Records of an operation in which somebody views them; one that opens more counts or lists (configured value)."""
OPENED = re.compile(
    rb'"who":"([^"\\]*)","role":"[^"\\]*",.*?"classes":\[([^\]]*)\],"ids":\[([^\]]+)\],"outcome":"answered"'
)
"""Audit lines that opened records: account, classes, records, in the form of `Trail.line`. The chain is not checked
for a count.
"""
STATUS = b'"F1"'
"""The class of what every list shows of a child."""


class Lookers:
    """Incremental reader of the files of all processes in one folder."""

    def __init__(self, folder: Path, keys: Keys) -> None:
        self._folder, self._keys = folder, keys
        self._lock = Lock()
        self._read: dict[str, int] = {}
        """Bytes by file."""
        self._by: dict[str, dict[bytes, set[bytes]]] = {}
        """By day: who has opened each record."""

    def count(self, record: str) -> int:
        """People who have opened more of a record than its status; it reads files, so it is called beside the loop."""
        key = self._keys.id_of(record).encode()
        with self._lock:
            self._go_on()
            return len(set().union(*(by[key] for by in self._by.values() if key in by)))

    def _go_on(self) -> None:
        first = (datetime.now(SHANGHAI).date() - timedelta(days=DAYS)).isoformat()
        for path in sorted(self._folder.glob(f"*{SUFFIX}")):
            if path.name[:10] >= first:
                self._file(path)
        self._by = {day: by for day, by in self._by.items() if day >= first}
        self._read = {name: read for name, read in self._read.items() if name[:10] >= first}

    def _file(self, path: Path) -> None:
        by = self._by.setdefault(path.name[:10], defaultdict(set))
        with path.open("rb") as file:
            file.seek(self._read.get(path.name, 0))
            for line in file:
                if not line.endswith(b"\n"):  # another process is writing it: read next time
                    break
                self._read[path.name] = self._read.get(path.name, 0) + len(line)
                _note(line, by)


def _note(line: bytes, by: dict[bytes, set[bytes]]) -> None:
    if opened := OPENED.search(line):
        who, classes, ids = opened[1], opened[2].split(b","), opened[3].split(b",")
        if len(ids) <= FEW and _more(classes):
            for record in ids:
                by[record.strip(b'"')].add(who)


def _more(classes: Iterable[bytes]) -> bool:
    return any(c and c != STATUS for c in classes)
