"""The writer of the audit: one file a process and day, synced before the answer leaves (审计日志)."""

import asyncio
import os
import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any

from api.audit.chain import START, SUFFIX, AuditHead, Keys, Line, lines, torn, written
from api.audit.lookers import Lookers
from knowledge.calendar.deadlines import SHANGHAI
from knowledge.errors import AuditUnwritable

KEY = "audit.key"
HANGS = 5.0
"""Seconds after which a disk that does not answer counts as one that cannot be written (configured value)."""


@dataclass(slots=True)
class _File:
    descriptor: int
    name: str
    day: str
    head: AuditHead
    """Replaced as a whole, so that another thread never reads half of it."""


class AuditLog:
    """Appends lines to the file of this process and day; several callers share one sync."""

    def __init__(self, folder: Path, keys: Keys) -> None:
        self.folder, self.keys = folder, keys
        self.lookers = Lookers(folder, keys)
        self._process = secrets.token_hex(4)
        self._lock = Lock()
        self._file: _File | None = None
        self._waiting: list[tuple[Line, asyncio.Future[None]]] = []
        self._flushing: asyncio.Task[None] | None = None
        self._refusals: Counter[str] = Counter()
        self._minute = _minute()

    async def put(self, line: Mapping[str, Any]) -> None:
        """Write a line and wait until it is on disk.

        Raises:
            AuditUnwritable: It could not be written, or a hanging disk does not confirm it; nothing may be shown or
                changed.
        """
        done = asyncio.get_running_loop().create_future()
        self._waiting.append((line, done))
        if self._flushing is None:
            self._flushing = asyncio.create_task(self._flush())
        try:
            await asyncio.wait_for(done, HANGS)
        except TimeoutError:
            raise AuditUnwritable from None

    async def _flush(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting, []
                try:
                    await asyncio.to_thread(self._write, [line for line, _ in batch])
                except Exception:  # noqa: BLE001  # whatever it is, nobody may wait for ever, and nothing be shown
                    for _, done in batch:
                        if not done.done():
                            done.set_exception(AuditUnwritable())
                else:
                    for _, done in batch:
                        if not done.done():
                            done.set_result(None)
        finally:
            self._flushing = None

    def put_now(self, line: Mapping[str, Any]) -> None:
        """Write a line and sync it, for work outside of the event loop's requests.

        Raises:
            AuditUnwritable: It could not be written; nothing may be changed.
        """
        try:
            self._write([line])
        except OSError:
            raise AuditUnwritable from None

    def refused(self, code: str) -> None:
        """Count a refusal of somebody who has not signed in; a line a minute, or anybody could fill the disk."""
        self._refusals[code] += 1

    async def minute_ended(self) -> None:
        """Write the refusals of a minute once it has ended; while nothing can be written they are counted on."""
        if (minute := _minute()) != self._minute:
            line, counts = self._refused_line(), self._refusals
            self._minute, self._refusals = minute, Counter()
            try:
                if counts:
                    await self.put(line)
            except AuditUnwritable:
                self._refusals.update(counts)

    def _refused_line(self) -> Line:
        return {"at": self._minute, "who": None, "what": ["refused"], "counts": dict(self._refusals)}

    def head(self) -> AuditHead | None:
        """Return the head of this process today; None before its first line."""
        file = self._file
        return file.head if file else None

    def close(self) -> None:
        """Mark the file as ended and close it."""
        if self._refusals:
            with suppress(AuditUnwritable):
                self.put_now(self._refused_line())
        with self._lock:
            if self._file is not None:
                self._end(self._file)
                self._file = None

    def _write(self, batch: Sequence[Line]) -> None:
        with self._lock:
            file = self._today()
            self._append(file, batch)

    def _today(self) -> _File:
        day = _now().date().isoformat()
        if self._file is not None and day <= self._file.day:  # a clock that was set back begins no file again
            return self._file
        if self._file is not None:
            self._end(self._file)
            self._file = None
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        before = self._heads(day)
        name = f"{day}.{self._process}{SUFFIX}"
        descriptor = os.open(self.folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
        file = _File(descriptor, name, day, AuditHead(name, 0, START))
        try:
            self._append(file, [{"at": _now().isoformat(), "what": ["start"], "file": name, **before}])
            _sync_folder(self.folder)
        except OSError:
            os.close(descriptor)
            (self.folder / name).unlink()  # it is begun again when there is room
            raise
        self._file = file
        return file

    def _heads(self, day: str) -> dict[str, Any]:
        """Heads of the files of this day and of the last day before it, and which of them end in a torn line."""
        names = sorted(p.name for p in self.folder.glob(f"*{SUFFIX}"))
        last = max((n[:10] for n in names if n[:10] < day), default=day)
        heads, broken = dict[str, list[Any]](), list[str]()
        for name in (n for n in names if n[:10] >= last):
            text = (self.folder / name).read_text("utf-8", "replace")
            sound = [line for line in lines(self.keys, text) if line.sound]
            heads[name] = [len(sound), sound[-1].mac if sound else START]
            if torn(text):
                broken.append(name)
        return {"heads": heads, "torn": broken}

    def _append(self, file: _File, batch: Sequence[Line]) -> None:
        texts, count, mac = list[str](), file.head.count, file.head.mac
        for line in batch:
            text, mac = written(self.keys, mac, count, line)
            texts.append(text)
            count += 1
        data = "".join(texts).encode()
        size = os.fstat(file.descriptor).st_size
        try:
            _write_all(file.descriptor, data)
        except OSError:
            os.ftruncate(file.descriptor, size)  # the operations of these lines are not answered
            raise
        file.head = AuditHead(file.name, count, mac)

    def _end(self, file: _File) -> None:
        self._append(file, [{"at": _now().isoformat(), "what": ["end"]}])
        os.close(file.descriptor)


def _write_all(descriptor: int, data: bytes) -> None:
    if os.write(descriptor, data) != len(data):
        raise OSError
    os.fdatasync(descriptor)


def _now() -> datetime:
    return datetime.now(SHANGHAI)


def _minute() -> str:
    return _now().isoformat(timespec="minutes")


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
