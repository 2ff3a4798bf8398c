"""Check the audit files against their chain, each other, the graph's heads and printed heads (核验)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from api.audit.chain import SUFFIX, AuditHead, Keys, Line, ReadLine, lines, torn


class Problem(StrEnum):
    """Problem of a file, or mere information."""

    BROKEN = "broken"
    """A line was edited, deleted, inserted or moved, or the file was written without the key."""
    FOREIGN = "foreign"
    """The file is a copy of another one, or of another installation."""
    MISSING = "missing"
    CUT = "cut"
    """Lines at the end are gone, or an older copy was put back."""
    REPLACED = "replaced"
    """The line at the position of a head differs."""
    TORN = "torn"
    """The process ended while it wrote; that operation was never answered."""
    OPEN = "open"
    """The file has no end: its process is running, or was killed."""

    @property
    def tampering(self) -> bool:
        """False for what happens without anybody's doing."""
        return self not in (Problem.TORN, Problem.OPEN)


@dataclass(frozen=True, slots=True)
class AuditFinding:
    """A problem in a file, at a line if there is one."""

    file: str
    problem: Problem
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """The result: the number of sound lines, and what was noticed."""

    files: int
    lines: int
    findings: tuple[AuditFinding, ...]

    @property
    def sound(self) -> bool:
        """True if nothing was tampered with."""
        return not any(f.problem.tampering for f in self.findings)


def verify(folder: Path, keys: Keys, heads: Iterable[AuditHead] = ()) -> Verification:
    """Check every file; `heads` are those of the graph and of paper.

    Limit: lines younger than the last head can be cut from the end unnoticed by those who also stop the process.
    """
    files = read(folder, keys)
    findings = [f for name, (text, rows) in files.items() for f in _of_file(name, text, rows)]
    known = [*heads, *(h for _, rows in files.values() for h in _heads(rows))]
    findings += dict.fromkeys(f for head in known for f in _against(head, files))
    sound = sum(row.sound for _, rows in files.values() for row in rows)
    return Verification(len(files), sound, tuple(dict.fromkeys(findings)))


Files = dict[str, tuple[str, list[ReadLine]]]


def read(folder: Path, keys: Keys) -> Files:
    """All files with their lines."""
    texts = {p.name: _text(p) for p in sorted(folder.glob(f"*{SUFFIX}"))}
    return {name: (text, list(lines(keys, text))) for name, text in texts.items()}


def _text(path: Path) -> str:
    """The text of a file; of what cannot be read, or is no file, nothing: no line of it is sound."""
    try:
        return path.read_text("utf-8", "replace")
    except OSError:
        return ""


def entries(folder: Path, keys: Keys) -> Iterator[Line]:
    """The sound lines of all files, in the order of time."""
    rows = (row.line for _, rows in read(folder, keys).values() for row in rows if row.sound)
    yield from sorted(rows, key=lambda line: str(line["at"]))


def heads_of(folder: Path, keys: Keys) -> list[AuditHead]:
    """The head of each file, to be printed."""
    every = read(folder, keys).items()
    return [AuditHead(name, len(rows), rows[-1].mac) for name, (_, rows) in every if rows and rows[-1].sound]


def _of_file(name: str, text: str, rows: list[ReadLine]) -> Iterator[AuditFinding]:
    if bad := next((row.number for row in rows if not row.sound), None):
        yield AuditFinding(name, Problem.BROKEN, bad + 1)
    elif not rows or not rows[0].sound or rows[0].line.get("file") != name:
        yield AuditFinding(name, Problem.FOREIGN)
    elif torn(text):
        yield AuditFinding(name, Problem.TORN, len(rows) + 1)
    elif rows[-1].line.get("what") != ["end"]:
        yield AuditFinding(name, Problem.OPEN)


def _heads(rows: list[ReadLine]) -> Iterator[AuditHead]:
    """The heads in a file's first line."""
    if rows and rows[0].sound:
        for name, (count, mac) in rows[0].line.get("heads", {}).items():
            yield AuditHead(name, count, mac)


def _against(head: AuditHead, files: Files) -> Iterator[AuditFinding]:
    if head.file not in files:
        yield AuditFinding(head.file, Problem.MISSING)
        return
    sound = [row for row in files[head.file][1] if row.sound]
    if len(sound) < head.count:
        yield AuditFinding(head.file, Problem.CUT, len(sound) + 1)
    elif head.count and sound[head.count - 1].mac != head.mac:
        yield AuditFinding(head.file, Problem.REPLACED, head.count)
