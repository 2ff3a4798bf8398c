"""The start of `tongxin`: what it imports stays, and a question is over once its answer is out (起点)."""

import gc
import os
import sys
from contextlib import nullcontext, suppress
from importlib import import_module

from cli.asking.compiled import compiled_once
from graph_model.collector import resting_collector

SHORT = "ask"
"""The command that prints an answer and leaves nothing behind: it is imported without the other commands, nothing is
collected, and Python takes nothing apart."""


def main() -> None:
    """Run the command."""
    short = sys.argv[1:2] == [SHORT]
    try:
        with compiled_once() if short else nullcontext():
            _run(short=short)
    except SystemExit as end:
        if short and (end.code is None or isinstance(end.code, int)):
            with suppress(OSError):
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(end.code or 0)
        raise


def _run(*, short: bool) -> None:
    with resting_collector():
        app = import_module("cli.asking.command" if short else "cli.main").app
        gc.freeze()
    with resting_collector() if short else nullcontext():
        app()


if __name__ == "__main__":
    main()
