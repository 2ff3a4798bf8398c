"""The archive of Java's classes (类数据归档): what a former start read, checked and linked is mapped into the next.

A start without an archive notes the classes that it loads; of this list an archive is made while the program serves.
It belongs to one Java and to jars untouched since; Java besides refuses what does not fit it and starts as ever.
"""

import logging
import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from filelock import FileLock, Timeout

from graph_model.engine import checked, folders, jars
from graph_model.engine.errors import EngineError
from graph_model.engine.folders import Home
from graph_model.engine.process import FLAGS, MAIN, NOT_FOR_OTHERS, Java

NEEDED = folders.ROOM + 300 * 1000 * 1000  # bytes: what a start wants, and the archive twice
LONGEST = 4000  # characters of a line; Java 17 writes longer ones than it reads
DELAY = 5.0  # seconds that belong to the first questions
LOOK = 0.2  # seconds between two looks at whether to give up

_log = logging.getLogger(__name__)


def flags(java: Java, home: Home) -> tuple[str, ...]:
    """What a start is told: the archive where there is a sound one, else to note the classes it loads."""
    archive = place(java)
    if os.pathsep in str(archive):
        return ()  # Java would read two names
    if is_sound(archive):
        return "-Xshare:auto", f"-XX:SharedArchiveFile={archive}"
    return (f"-XX:DumpLoadedClassList={home.classes}",)


def place(java: Java) -> Path:
    """Where the archive for this Java and these jars lies; whatever is touched asks for another one."""
    program = java.program.resolve()
    files = (program, program.parents[1] / "lib" / "modules", *(java.lib / one.jar.file for one in jars.listed()))
    known = (FLAGS, *((str(file), checked.stamp(file)) for file in files))
    key = sha256(repr(known).encode()).hexdigest()[:16]
    return java.lib.with_name(f"{java.lib.name}-{key}.jsa")


def is_sound(archive: Path) -> bool:
    """Is it there, and untouched since it was made?"""
    made = checked.stamp(archive)
    return made is not None and checked.load(_note(archive)).get(archive.name) == made


def discard(java: Java) -> None:
    """Remove the archive, so that it is made anew."""
    archive = place(java)
    with suppress(OSError):
        _note(archive).unlink(missing_ok=True)
        archive.unlink(missing_ok=True)


@contextmanager
def making(find: Callable[[], Java], home: Home) -> Iterator[None]:
    """Make the archive beside the body where it is missing, at the lowest priority; given up if the body ends first."""
    over = threading.Event()
    lane = threading.Thread(target=_after_a_while, args=(find, home, over), daemon=True)
    lane.start()
    try:
        yield
    finally:
        over.set()
        lane.join()


def _after_a_while(find: Callable[[], Java], home: Home, over: threading.Event) -> None:
    if over.wait(DELAY):
        return
    try:
        make(find(), home, over)
    except (OSError, EngineError) as error:  # whoever serves needs neither
        _log.info("no archive of classes: %s", error)


def make(java: Java, home: Home, over: threading.Event) -> bool:
    """Make the archive of the classes that the server of `home` has noted; was one made?

    Half an archive never has the name of a whole one.  A full disk or an unfit Java only costs the archive.

    Raises:
        OSError: the cache or the list cannot be read or written.
    """
    archive = place(java)
    if is_sound(archive) or not home.classes.exists() or shutil.disk_usage(java.lib).free < NEEDED:
        return False
    with suppress(Timeout), FileLock(java.lib.with_name("archive.lock"), timeout=0):
        part, listed = archive.with_suffix(".part"), archive.with_suffix(".list")
        try:
            listed.write_text(_readable(home.classes.read_text("utf-8", "replace")), "utf-8")
            part.unlink(missing_ok=True)
            if not _dumped(java, home, listed, part, over):
                return False
            discard(java)
            part.replace(archive)
            if (made := checked.stamp(archive)) is not None:
                checked.save(_note(archive), {archive.name: made})
            _tidy(archive)
            with suppress(OSError):  # where an open file cannot go, it lies until the next start
                home.classes.unlink()
            return True
        finally:
            part.unlink(missing_ok=True)
            listed.unlink(missing_ok=True)
    return False


def _readable(noted: str) -> str:
    """The whole lines that Java can read; the server may be writing the last one just now."""
    return "".join(line for line in noted.splitlines(keepends=True) if line.endswith("\n") and len(line) < LONGEST)


def _dumped(java: Java, home: Home, listed: Path, part: Path, over: threading.Event) -> bool:
    told = (*FLAGS, "-Xshare:dump", f"-XX:SharedClassListFile={listed}", f"-XX:SharedArchiveFile={part}")
    last = [nice, "-n", "19"] if (nice := shutil.which("nice")) else []
    with subprocess.Popen(  # noqa: S603 - our own command line
        [*last, *java.command(MAIN, told)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=java.environment(home),
        start_new_session=True,
        umask=NOT_FOR_OTHERS,
    ) as child:
        while child.poll() is None:
            if over.wait(LOOK):
                child.kill()
                return False
    return child.returncode == 0 and part.exists()


def _tidy(archive: Path) -> None:
    """Remove the archives of another Java or of jars that were touched."""
    for other in archive.parent.glob("neo4j-*.jsa*"):
        if not other.name.startswith(archive.name):
            with suppress(OSError):
                other.unlink()


def _note(archive: Path) -> Path:
    return archive.with_name(f"{archive.name}.checked")
