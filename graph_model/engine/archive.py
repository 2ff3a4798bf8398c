"""The class data archive of Java (类数据归档): it makes later starts of the server faster.

A start without an archive writes a list of the classes that it loads; while the program serves, an archive is made
from the list. The archive is valid for one Java and unchanged jars; Java ignores an archive that does not fit.
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

NEEDED = folders.ROOM + 300 * 1000 * 1000  # bytes: what a start needs, and the archive twice
LONGEST = 4000  # characters of a line; Java 17 cannot read all lines that it writes
DELAY = 5.0  # seconds before the work begins, so that first requests are fast
LOOK = 0.2  # seconds between checks of whether to cancel

_log = logging.getLogger(__name__)


def flags(java: Java, home: Home) -> tuple[str, ...]:
    """The Java flags of a start: use a valid archive, else write the list of loaded classes."""
    archive = path_of(java)
    if os.pathsep in str(archive):
        return ()  # Java would parse it as two names
    if is_sound(archive):
        return "-Xshare:auto", f"-XX:SharedArchiveFile={archive}"
    return (f"-XX:DumpLoadedClassList={home.classes}",)


def path_of(java: Java) -> Path:
    """The path of the archive for this Java and these jars; it changes if any of these files changes."""
    program = java.program.resolve()
    files = (
        program,
        program.parents[1] / "lib" / "modules",
        *(java.lib / listed_jar.jar.file for listed_jar in jars.listed()),
    )
    stamps = (FLAGS, *((str(file), checked.stamp(file)) for file in files))
    key = sha256(repr(stamps).encode()).hexdigest()[:16]
    return java.lib.with_name(f"{java.lib.name}-{key}.jsa")


def is_sound(archive: Path) -> bool:
    """True if the archive exists and is unchanged since it was made."""
    stamp = checked.stamp(archive)
    return stamp is not None and checked.load(_stamp_file(archive)).get(archive.name) == stamp


def discard(java: Java) -> None:
    """Delete the archive, so that it is made again."""
    archive = path_of(java)
    with suppress(OSError):
        _stamp_file(archive).unlink(missing_ok=True)
        archive.unlink(missing_ok=True)


@contextmanager
def making(find: Callable[[], Java], home: Home) -> Iterator[None]:
    """Make a missing archive in the background of the body, at low priority; cancelled when the body ends."""
    cancelled = threading.Event()
    thread = threading.Thread(target=_make_later, args=(find, home, cancelled), daemon=True)
    thread.start()
    try:
        yield
    finally:
        cancelled.set()
        thread.join()


def _make_later(find: Callable[[], Java], home: Home, cancelled: threading.Event) -> None:
    if cancelled.wait(DELAY):
        return
    try:
        make(find(), home, cancelled)
    except (OSError, EngineError) as error:  # the server works without the archive
        _log.info("no archive of classes: %s", error)


def make(java: Java, home: Home, cancelled: threading.Event) -> bool:
    """Make the archive from the list of classes that the server of `home` has written; True if one was made.

    An incomplete archive never gets the final name. A full disk or an unsuitable Java only prevents the archive.

    Raises:
        OSError: The cache or the list cannot be read or written.
    """
    archive = path_of(java)
    if is_sound(archive) or not home.classes.exists() or shutil.disk_usage(java.lib).free < NEEDED:
        return False
    with suppress(Timeout), FileLock(java.lib.with_name("archive.lock"), timeout=0):
        part, class_list = archive.with_suffix(".part"), archive.with_suffix(".list")
        try:
            class_list.write_text(_readable(home.classes.read_text("utf-8", "replace")), "utf-8")
            part.unlink(missing_ok=True)
            if not _dump(java, home, class_list, part, cancelled):
                return False
            discard(java)
            part.replace(archive)
            if (stamp := checked.stamp(archive)) is not None:
                checked.save(_stamp_file(archive), {archive.name: stamp})
            _tidy(archive)
            with suppress(OSError):  # a file in use that cannot be deleted stays until the next start
                home.classes.unlink()
            return True
        finally:
            part.unlink(missing_ok=True)
            class_list.unlink(missing_ok=True)
    return False


def _readable(text: str) -> str:
    """The complete lines that Java can read; the server may be writing the last line at this moment."""
    return "".join(line for line in text.splitlines(keepends=True) if line.endswith("\n") and len(line) < LONGEST)


def _dump(java: Java, home: Home, class_list: Path, part: Path, cancelled: threading.Event) -> bool:
    flags = (*FLAGS, "-Xshare:dump", f"-XX:SharedClassListFile={class_list}", f"-XX:SharedArchiveFile={part}")
    priority = [nice, "-n", "19"] if (nice := shutil.which("nice")) else []
    with subprocess.Popen(  # noqa: S603  # the command is built from our own paths
        [*priority, *java.command(MAIN, flags)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=java.environment(home),
        start_new_session=True,
        umask=NOT_FOR_OTHERS,
    ) as child:
        while child.poll() is None:
            if cancelled.wait(LOOK):
                child.kill()
                return False
    return child.returncode == 0 and part.exists()


def _tidy(archive: Path) -> None:
    """Delete archives of other Javas or of former jars."""
    for other in archive.parent.glob("neo4j-*.jsa*"):
        if not other.name.startswith(archive.name):
            with suppress(OSError):
                other.unlink()


def _stamp_file(archive: Path) -> Path:
    return archive.with_name(f"{archive.name}.checked")
