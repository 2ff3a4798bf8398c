"""The audit fails closed, shares syncs, and counts strangers by the minute."""

import asyncio
import json
import os
from pathlib import Path
from threading import Event

import pytest

from api.audit import log as module
from api.audit.chain import Keys
from api.audit.log import AuditLog
from api.audit.verify import Verification, entries, verify
from knowledge.errors import AuditUnwritable

KEYS = Keys(b"k" * 32)


async def test_many_callers_share_one_sync_and_each_line_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    syncs, sync = list[int](), os.fdatasync

    def counted(descriptor: int) -> None:
        syncs.append(descriptor)
        sync(descriptor)

    monkeypatch.setattr(os, "fdatasync", counted)
    log = AuditLog(tmp_path, KEYS)
    await asyncio.gather(*(log.put({"at": f"{n:03}", "who": "demo"}) for n in range(200)))
    log.close()
    found = verify(tmp_path, KEYS)
    assert (found.sound, found.lines) == (True, 202)
    assert len(syncs) < 20


async def test_what_cannot_be_written_is_refused_and_leaves_no_half_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    log = AuditLog(tmp_path, KEYS)
    await log.put({"at": "1", "who": "demo"})

    def full(_descriptor: int) -> None:
        raise OSError(28, "no space")

    with monkeypatch.context() as m:
        m.setattr(os, "fdatasync", full)
        with pytest.raises(AuditUnwritable):
            await log.put({"at": "2", "who": "demo"})
        with pytest.raises(AuditUnwritable):
            log.put_now({"at": "3", "who": "demo"})
    await log.put({"at": "4", "who": "demo"})  # healed without a restart
    log.close()
    assert verify(tmp_path, KEYS).sound
    assert [line["at"] for line in entries(tmp_path, KEYS) if "who" in line] == ["1", "4"]


def no_room(*_: object) -> None:
    raise OSError(28, "no space")


def test_a_day_that_begins_on_a_full_disk_goes_on_when_there_is_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    log = AuditLog(tmp_path, KEYS)
    with monkeypatch.context() as m:
        m.setattr(os, "fdatasync", no_room)
        for _ in range(2):
            with pytest.raises(AuditUnwritable):
                log.put_now({"at": "1", "who": "demo"})
    assert list(tmp_path.iterdir()) == [], "no empty file, which would be taken for a foreign one"
    log.put_now({"at": "2", "who": "demo"})
    log.close()
    assert verify(tmp_path, KEYS) == Verification(1, 3, ())


async def test_strangers_are_refused_and_counted_though_nothing_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    log = AuditLog(tmp_path, KEYS)
    log.refused("UNAUTHENTICATED")
    monkeypatch.setattr(module, "_minute", lambda: "2026-11-30T00:00+08:00")  # another minute than that of the refusal
    with monkeypatch.context() as m:
        m.setattr(os, "fdatasync", no_room)
        await log.minute_ended()
    log.refused("UNAUTHENTICATED")
    log.close()
    counts = [line["counts"] for line in entries(tmp_path, KEYS) if line["what"] == ["refused"]]
    assert counts == [{"UNAUTHENTICATED": 2}]


async def test_a_disk_that_hangs_keeps_nobody_waiting_and_the_loop_turns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    log, answers, sync = AuditLog(tmp_path, KEYS), Event(), os.fdatasync

    def hanging(descriptor: int) -> None:
        answers.wait(60)
        sync(descriptor)

    with monkeypatch.context() as m:
        m.setattr(os, "fdatasync", hanging)
        m.setattr(module, "HANGS", 0.01)
        log.refused("UNAUTHENTICATED")
        for _ in range(2):
            with pytest.raises(AuditUnwritable):
                await log.put({"at": "1", "who": "demo"})
            m.setattr(module, "_minute", lambda: "2026-11-30T00:00+08:00")
            await log.minute_ended()
        answers.set()
    await log.put({"at": "2", "who": "demo"})
    log.close()
    assert verify(tmp_path, KEYS).sound


async def test_whatever_goes_wrong_nobody_waits_for_ever(tmp_path: Path):
    log = AuditLog(tmp_path, KEYS)
    with pytest.raises(AuditUnwritable):
        await asyncio.wait_for(log.put({"at": object()}), 5)
    await log.put({"at": "1", "who": "demo"})
    log.close()
    assert verify(tmp_path, KEYS).sound


def test_refusals_of_strangers_are_counted_not_listed(tmp_path: Path):
    log = AuditLog(tmp_path, KEYS)
    for _ in range(1000):
        log.refused("UNAUTHENTICATED")
    log.close()
    counted = [line["counts"]["UNAUTHENTICATED"] for line in entries(tmp_path, KEYS) if line["what"] == ["refused"]]
    assert sum(counted) == 1000
    assert len(counted) <= 2
    (file,) = tmp_path.iterdir()
    assert all(json.loads(line)["mac"] for line in file.read_text("utf-8").splitlines())


def test_whatever_is_written_stays_on_its_line(tmp_path: Path):
    """Nobody can write a line of her own into the audit by what she types."""
    log = AuditLog(tmp_path, KEYS)
    log.put_now({"at": "1", "who": "demo", "purpose": ['a\nb\r\u2028\u2029\x85\ud800"}\n{"who":"somebody"']})
    log.close()
    (file,) = tmp_path.iterdir()
    assert len(file.read_text("utf-8").splitlines()) == 3, "start, line, end"
    assert verify(tmp_path, KEYS).sound
