"""Files between preview and loading: in memory only, each for whoever sent it, dropped after a while (待载入的文件)."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from web.parts.asking import Row

LIFETIME = 30 * 60.0
"""Seconds after its last use for which a file is held (配置值)."""
EACH = 4
"""Most files of one account; the oldest goes."""
ALL = 32
"""Most files at all."""


@dataclass
class WaitingFile:
    """A file of a topic, and how far it has come."""

    owner: str
    topic: str
    name: str
    content: str = field(repr=False)
    """In base64, as the service takes it; empty once it is loaded."""
    key: str = field(default_factory=lambda: secrets.token_hex(16))
    columns: dict[str, str] = field(default_factory=dict, repr=False)
    """The column that was chosen for each heading; empty to leave the heading out."""
    loading: bool = False
    """False: previewed; True: loaded."""
    job: str | None = None
    report: Row | None = field(default=None, repr=False)
    """The last report."""
    far: Row | None = field(default=None, repr=False)
    """The progress of its job."""
    problem: str = ""
    """Why the last try came to nothing."""
    stopping: bool = False
    stopped: bool = False
    used: float = 0.0

    @property
    def running(self) -> bool:
        """True while a job works on it."""
        return self.job is not None

    @property
    def loaded(self) -> bool:
        """True once it has been written."""
        return self.report is not None and not self.report["preview"]

    def variables(self) -> Row:
        """The input of `loadFile`."""
        columns = [{"heading": h, "column": c or None} for h, c in self.columns.items()]
        file = {"name": self.name, "content": self.content}
        return {"topic": self.topic, "file": file, "columns": columns or None, "preview": not self.loading}

    def begun(self) -> None:
        """A new try begins."""
        self.job, self.far, self.problem, self.stopping, self.stopped = None, None, "", False, False

    def ended(self, answer: Row) -> None:
        """Take the answer of `loadFile`: a job, a report, or a refusal."""
        self.job = answer.get("id") if "status" in answer else None
        self.far = answer.get("progress")
        if "message" in answer:
            self.problem = str(answer["message"])
        elif "status" not in answer:
            self.report = answer
            if self.loaded:
                self.content = ""

    def seen(self, job: Row) -> None:
        """Take the state of its job."""
        self.far = job["progress"]
        if job["status"] == "RUNNING":
            return
        self.job = None
        if job["status"] == "DONE":
            self.ended(job["result"])
        elif job["status"] == "FAILED":
            self.problem = str(job["problem"]["message"])
        else:
            self.stopped = True


class WaitingFiles:
    """The files of this process."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self.now = now
        self._files: dict[str, WaitingFile] = {}

    def put(self, upload: WaitingFile) -> WaitingFile:
        """Hold a file; the oldest give way."""
        self._sweep()
        self._files[upload.key] = upload
        upload.used = self.now()
        for rows, most in ((self.of(upload.owner), EACH), (list(self._files.values()), ALL)):
            for old in sorted(rows, key=lambda u: u.used)[:-most]:
                self.drop(old)
        return upload

    def get(self, key: str, owner: str) -> WaitingFile | None:
        """A file, for whoever sent it."""
        self._sweep()
        upload = self._files.get(key)
        if upload is None or upload.owner != owner:
            return None
        upload.used = self.now()
        return upload

    def of(self, owner: str) -> list[WaitingFile]:
        """The files of one account, the latest first."""
        return sorted((u for u in self._files.values() if u.owner == owner), key=lambda u: -u.used)

    def drop(self, upload: WaitingFile) -> None:
        """Hold a file no longer."""
        self._files.pop(upload.key, None)

    def _sweep(self) -> None:
        for upload in list(self._files.values()):
            if upload.used < self.now() - LIFETIME:
                self.drop(upload)
