"""The `tongxin` command in processes of its own, each forked from one that has imported the program already.

A process, an environment, a working folder, an exit code and two streams for each command, as a person's shell gives
it; only the seconds of importing are spent once, and the imported program is not taken apart after each command.
"""

import atexit
import contextlib
import gc
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

ROOT = Path(__file__).parents[2]
PATIENCE = 120
"""Seconds after which a command is ended."""


class Shell:
    """Runs commands, one after the other, in the language and width of the `environment` it was made with."""

    def __init__(self, environment: Mapping[str, str], folder: Path) -> None:
        self._folder = folder
        self._process = subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "tests.support.shell"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, words: tuple[str, ...], environment: Mapping[str, str], at: Path) -> subprocess.CompletedProcess[str]:
        """Run `tongxin words…` in a folder."""
        assert self._process.stdin
        assert self._process.stdout
        out, err = self._folder / "stdout", self._folder / "stderr"
        request = {"words": words, "environment": dict(environment), "at": str(at), "out": str(out), "err": str(err)}
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        code = int(self._process.stdout.readline())
        return subprocess.CompletedProcess(words, code, out.read_text("utf-8"), err.read_text("utf-8"))

    def close(self) -> None:
        """End the process that the commands are forked from."""
        self._process.communicate(timeout=PATIENCE)


def _serve(requests: TextIO) -> None:
    """Fork a process for each line of JSON, and print its exit code (negative: the signal that ended it)."""
    from cli.session import heavy  # noqa: PLC0415  # imported before the first fork, not by whoever asks

    heavy()
    for line in requests:
        pid = os.fork()
        if not pid:
            _become(json.loads(line))
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)  # noqa: T201  # the answer


def _become(request: dict[str, Any]) -> None:
    """Be the command: never returns.

    It ends as Python ends, threads and registered functions first, but leaves the imported modules as they are: taking
    them apart costs more than most commands do. What a command left open is still told, by the collection.
    """
    from cli.main import app  # noqa: PLC0415  # as above

    signal.alarm(PATIENCE)
    os.environ.clear()
    os.environ.update(request["environment"])
    os.chdir(request["at"])
    for stream, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(request[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC), stream)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    code = 1
    try:
        app(request["words"], prog_name="tongxin")
    except SystemExit as e:
        code = e.code if isinstance(e.code, int) else int(e.code is not None)
    except BaseException:  # noqa: BLE001  # told as Python tells it
        sys.excepthook(*sys.exc_info())
    gc.collect()
    threading._shutdown()  # type: ignore[attr-defined]  # noqa: SLF001  # waits for threads, as the end of Python does
    atexit._run_exitfuncs()  # noqa: SLF001  # as above
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        _serve(sys.stdin)
