"""A worker whose loop hangs is ended and another one started; one that is starting or lives is left alone."""

import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import psutil
import pytest

from cli.serving.serve import BEAT
from cli.serving.workers import SILENT, _Worker

PATIENCE = 240.0


def test_only_who_counted_and_stopped_is_silent():
    beat = SimpleNamespace(value=0)
    worker = _Worker(cast("Any", None), beat)
    assert [worker.silent_for(10) for _ in range(9)] == [0] * 9, "it may be starting, however long that takes"
    beat.value = 1
    assert [worker.silent_for(10) for _ in range(3)] == [0, 10, 20]
    beat.value = 2
    assert worker.silent_for(10) == 0
    assert SILENT >= 30 * BEAT, "a busy machine is not a hang"


@pytest.mark.long
def test_a_worker_that_hangs_is_replaced_and_says_where_it_stood(tmp_path: Path):
    """A real hang: a call in the loop of a process that does not come back.

    When somebody is judged to hang is `test_only_who_counted_and_stopped_is_silent`.
    """
    log = tmp_path / "log"
    with log.open("w") as out:
        made = subprocess.Popen([sys.executable, "-m", "tests.support.hanging", str(tmp_path)], stdout=out, stderr=out)
    try:
        end = time.monotonic() + PATIENCE
        while len(list(tmp_path.glob("pid-*"))) < 3 and made.poll() is None:
            assert time.monotonic() < end, log.read_text("utf-8")
            time.sleep(0.2)
        hung = (tmp_path / "hung").readlink().name
        told = log.read_text("utf-8")
        assert not psutil.pid_exists(int(hung))
        assert f"进程 {hung} 有 5 秒没有动静" in told.replace("\n", " ")
        assert "here_it_hangs" in told
    finally:
        made.terminate()
        assert made.wait(PATIENCE) == 0
