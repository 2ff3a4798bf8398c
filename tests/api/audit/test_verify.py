"""Each kind of tampering is noticed; what happens by itself is told and is no tampering."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from api.audit import log as audit_log
from api.audit.chain import AuditHead, Keys
from api.audit.log import AuditLog
from api.audit.verify import AuditFinding, Problem, entries, heads_of, verify
from knowledge.calendar.deadlines import SHANGHAI

KEYS = Keys(b"k" * 32)
OTHER = Keys(b"o" * 32)


def filled(folder: Path, keys: Keys = KEYS, *, lines: int = 5, ended: bool = True) -> Path:
    """A file of one process."""
    before = list(folder.iterdir()) if folder.exists() else []
    log = AuditLog(folder, keys)
    for n in range(lines):
        log.put_now({"at": f"2026-11-28T10:00:0{n}", "who": f"demo-{n}", "ids": [keys.id_of("child")]})
    if ended:
        log.close()
    (made,) = [p for p in folder.iterdir() if p not in before]
    return made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return filled(tmp_path / "audit")


def problems(folder: Path, *heads: AuditHead) -> set[Problem]:
    return {f.problem for f in verify(folder, KEYS, heads).findings}


def test_an_honest_file_is_sound(file: Path):
    found = verify(file.parent, KEYS, heads_of(file.parent, KEYS))
    assert (found.files, found.lines, found.findings) == (1, 7, ())  # the start and the end
    assert found.sound
    assert file.stat().st_mode & 0o077 == 0
    assert [line["who"] for line in entries(file.parent, KEYS) if "who" in line] == [f"demo-{n}" for n in range(5)]


TAMPERINGS: dict[str, Callable[[list[str]], list[str]]] = {
    "edited": lambda x: [*x[:2], x[2].replace("demo-1", "demo-9"), *x[3:]],
    "deleted": lambda x: [*x[:2], *x[3:]],
    "inserted": lambda x: [*x[:2], x[2], *x[2:]],
    "reordered": lambda x: [*x[:2], x[3], x[2], *x[4:]],
    "edited last line": lambda x: [*x[:-1], x[-1].replace("end", "fin")],
    "first line deleted": lambda x: x[1:],
    "not a line": lambda x: [*x[:2], "{", *x[2:]],
    "number edited": lambda x: [*x[:2], x[2].replace('"n":2', '"n":7'), *x[3:]],
}


@pytest.mark.parametrize("how", TAMPERINGS)
def test_a_changed_line_is_noticed(file: Path, how: str):
    changed = TAMPERINGS[how](file.read_text("utf-8").splitlines())
    file.write_text("".join(line + "\n" for line in changed), "utf-8")
    assert not verify(file.parent, KEYS).sound
    assert problems(file.parent) <= {Problem.BROKEN, Problem.FOREIGN}


def test_a_chain_written_again_without_the_key_is_noticed(file: Path, tmp_path: Path):
    forged = filled(tmp_path / "forged", OTHER)
    file.write_text(forged.read_text("utf-8").replace(forged.name, file.name), "utf-8")
    assert not verify(file.parent, KEYS).sound


def test_a_file_from_elsewhere_or_a_copy_under_another_name_is_noticed(file: Path, tmp_path: Path):
    copy = file.with_name("2026-11-29.00000000.jsonl")
    copy.write_bytes(file.read_bytes())
    assert AuditFinding(copy.name, Problem.FOREIGN) in verify(file.parent, KEYS).findings
    copy.write_bytes(filled(tmp_path / "elsewhere", OTHER).read_bytes())
    assert not verify(file.parent, KEYS).sound


def test_what_cannot_be_read_is_told_and_the_rest_is_checked(file: Path):
    (file.parent / "2026-11-30.dir.jsonl").mkdir()
    (file.parent / "2026-11-30.gone.jsonl").symlink_to("nowhere")
    found = verify(file.parent, KEYS)
    assert {f.problem for f in found.findings} == {Problem.FOREIGN}
    assert (found.files, found.sound, found.lines > 3) == (3, False, True)


def test_a_removed_file_is_missed_by_the_next_one(file: Path):
    filled(file.parent)
    file.unlink()
    assert AuditFinding(file.name, Problem.MISSING) in verify(file.parent, KEYS).findings


@pytest.mark.parametrize("left", [1, 3, 6])
def test_a_cut_tail_or_an_older_copy_is_noticed_by_the_next_file_and_by_the_graph(file: Path, left: int):
    heads = heads_of(file.parent, KEYS)
    older = file.read_text("utf-8").splitlines(keepends=True)[:left]
    next_one = filled(file.parent)
    file.write_text("".join(older), "utf-8")
    assert Problem.CUT in problems(file.parent)
    next_one.unlink()
    assert Problem.CUT in problems(file.parent, *heads)


def test_files_and_graph_rolled_back_together_are_noticed_by_the_printed_head(file: Path):
    printed = [head.printed for head in heads_of(file.parent, KEYS)]
    file.unlink()
    assert problems(file.parent) == set()
    assert problems(file.parent, *map(AuditHead.parsed, printed)) == {Problem.MISSING}


def test_another_line_where_a_head_was_taken_is_noticed(file: Path):
    (head,) = heads_of(file.parent, KEYS)
    assert problems(file.parent, AuditHead(head.file, head.count - 1, head.mac)) == {Problem.REPLACED}


def test_a_torn_line_is_told_and_no_tampering(tmp_path: Path):
    file = filled(tmp_path / "audit", ended=False)
    file.write_bytes(file.read_bytes() + b'{"n":6,"who":"de')
    found = verify(file.parent, KEYS)
    assert found.sound
    assert {f.problem for f in found.findings} == {Problem.TORN}
    assert found.lines == 6
    other = filled(file.parent)  # the next process goes on, and tells it
    told = json.loads(next(p for p in file.parent.iterdir() if p != file).read_text("utf-8").splitlines()[0])
    assert told["torn"] == [file.name]
    assert other.exists()
    assert verify(file.parent, KEYS).sound


def test_a_file_without_an_end_is_told_and_no_tampering(tmp_path: Path):
    file = filled(tmp_path / "audit", ended=False)
    found = verify(file.parent, KEYS)
    assert found.sound
    assert {f.problem for f in found.findings} == {Problem.OPEN}


def test_two_processes_do_not_break_each_other(tmp_path: Path):
    folder = tmp_path / "audit"
    first, second = AuditLog(folder, KEYS), AuditLog(folder, KEYS)
    for n in range(10):
        (first if n % 2 else second).put_now({"at": str(n), "who": "demo"})
    first.close()
    second.close()
    found = verify(folder, KEYS)
    assert (found.files, found.sound, found.findings) == (2, True, ())


def test_a_clock_that_was_set_back_breaks_no_chain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Over midnight and back: the file of the later day goes on, and nothing is refused."""
    folder, evening = tmp_path / "audit", datetime(2026, 11, 28, 23, 59, tzinfo=SHANGHAI)
    first, second = AuditLog(folder, KEYS), AuditLog(folder, KEYS)
    for moment in (evening, evening + timedelta(minutes=2), evening):
        monkeypatch.setattr(audit_log, "_now", lambda now=moment: now)
        first.put_now({"at": moment.isoformat(), "who": "demo"})
    second.put_now({"at": evening.isoformat(), "who": "demo"})
    first.close()
    second.close()
    assert sorted(p.name[:10] for p in folder.iterdir()) == ["2026-11-28", "2026-11-28", "2026-11-29"]
    found = verify(folder, KEYS)
    assert (found.sound, found.findings) == (True, ())


def test_an_id_is_not_found_by_guessing():
    assert KEYS.id_of("demo-0735") != OTHER.id_of("demo-0735")
