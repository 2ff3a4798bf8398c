"""Files between preview and loading: in memory only, each for whoever sent it, dropped after a while (待载入的文件)."""

import secrets
from dataclasses import dataclass, field

from web.frame.tray import TrayRoom
from web.parts.asking import Row

ROOM = TrayRoom(lifetime=30 * 60.0, each=4, most=32)
"""Number of stored files, and their lifetime (configured value)."""


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
    """Reason why the last attempt failed."""
    stopping: bool = False
    stopped: bool = False

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
