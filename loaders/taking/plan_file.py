"""Command `tongxin district plan`: a Word file in, a table of `plans` out (方案成表)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from graph_model.jobs.taking import FileFormat
from knowledge.errors import BadInput
from knowledge.messages.message import Message, message
from loaders.directory.local import PLANS
from loaders.directory.word_plan import PlanDraft, drafted
from loaders.taking.files import WRITERS, columns_of
from loaders.taking.lines import Value


@dataclass(frozen=True, slots=True)
class PlanHead:
    """Columns that are equal in every row of a version."""

    code: str
    title: str
    since: date
    area: str
    source: str


def read(file: Path) -> PlanDraft:
    """The clauses of a file.

    Raises:
        BadInput: It cannot be read, or has no clause.
    """
    try:
        draft = drafted(file.read_bytes())
    except OSError:
        raise BadInput("file", "plan_draft.no_word_file") from None
    if not draft.clauses:
        raise BadInput("file", "plan_draft.no_clauses")
    return draft


def write(out: Path, draft: PlanDraft, head: PlanHead) -> None:
    """Write the rows, never over a file that is there.

    Raises:
        BadInput: It is there already, or cannot be written.
    """
    version: dict[str, Value] = {
        "code": head.code,
        "title": head.title,
        "since": head.since,
        "area": head.area,
        "source": head.source,
    }
    lines = [{**version, "number": c.number, "text": c.text} for c in draft.clauses]
    columns = tuple(c for c in columns_of(PLANS.columns) if c.key != "mark")
    try:
        with out.open("xb") as written:
            written.write(WRITERS[FileFormat.CSV](columns, lines))
    except FileExistsError:
        raise BadInput("--output", "taking.exists", name=str(out)) from None
    except OSError:
        raise BadInput("--output", "shell.cannot_write") from None


def report(out: Path, draft: PlanDraft) -> Iterator[Message]:
    """Yield the number of clauses, and the notes to check."""
    yield message("plan_draft.written", name=str(out), count=len(draft.clauses))
    if draft.notes:
        yield message("plan_draft.told", count=len(draft.notes))
    yield from draft.notes
