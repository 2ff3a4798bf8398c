"""How many people opened a child's file is counted from the lines of the audit, whoever wrote them, and goes on."""

from pathlib import Path

from api.audit import lookers as counted
from api.audit.chain import Keys
from api.audit.log import AuditLog
from api.audit.trail import Trail
from knowledge.roles import ActorRole
from knowledge.vocabulary import FieldClass
from network.entities import Actor

KEYS = Keys(b"s" * 32)
CHILD, OTHER = "minor-1", "minor-2"


def opened(
    log: AuditLog, who: str, *records: str, classes: tuple[FieldClass, ...] = (FieldClass.F2,), so: str = ""
) -> None:
    trail = Trail()
    trail.opened(records, (FieldClass.F1, *classes), 'x","classes":["F4"],"ids":["y"],"outcome":"answered"')
    log.put_now(trail.line(log, Actor(who, ActorRole.DIRECTOR, ()), ["item"], so or "answered"))


def test_each_account_counts_once_over_all_processes_of_the_service(tmp_path: Path):
    one, two = AuditLog(tmp_path, KEYS), AuditLog(tmp_path, KEYS)
    assert one.lookers.count(CHILD) == 0
    opened(one, "a", CHILD)
    opened(two, "a", CHILD, "case-1")
    opened(two, "b", CHILD)
    assert (one.lookers.count(CHILD), two.lookers.count(CHILD), one.lookers.count(OTHER)) == (2, 2, 0)
    opened(two, "c", CHILD, OTHER)
    assert (one.lookers.count(CHILD), one.lookers.count(OTHER)) == (3, 1)


def test_lists_counts_and_what_was_refused_are_no_looks(tmp_path: Path):
    log = AuditLog(tmp_path, KEYS)
    opened(log, "a", CHILD, classes=())
    opened(log, "b", CHILD, *(f"minor-x{n}" for n in range(counted.FEW)))
    opened(log, "c", CHILD, so="FORBIDDEN")
    assert log.lookers.count(CHILD) == 0


def test_what_lies_longer_back_is_not_counted(tmp_path: Path):
    log = AuditLog(tmp_path, KEYS)
    opened(log, "a", CHILD)
    log.close()
    (file,) = tmp_path.iterdir()
    file.rename(tmp_path / f"2026-01-01{file.name[10:]}")
    assert AuditLog(tmp_path, KEYS).lookers.count(CHILD) == 0
