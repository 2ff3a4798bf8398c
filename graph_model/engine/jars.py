"""The 213 jars of Neo4j: a committed list of names and sha256, and the cache that is filled from Maven."""

import hashlib
import os
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from filelock import FileLock

from graph_model.engine import checked, maven
from graph_model.engine.errors import EngineError, EngineProblem, explained
from graph_model.engine.folders import require_room
from graph_model.engine.maven import Jar
from graph_model.engine.progress import Progress
from knowledge.messages.message import message

VERSION = "5.26.30"
LIST = Path(__file__).with_name("jars.sha256")
ATTEMPTS = 2  # downloads of each jar
HOPELESS = 12  # failures without a success after which to give up: timeouts of all jars would take half an hour
LOOK = 1.0  # seconds between checks of what mvn has downloaded


@dataclass(frozen=True, slots=True)
class ListedJar:
    """One line of the list: a jar and the checksum of its content."""

    jar: Jar
    sha256: str


@cache
def listed() -> tuple[ListedJar, ...]:
    """The runtime jars of `org.neo4j:neo4j`, as `mvn dependency:copy-dependencies` resolves them.

    The list gives the version of every jar, so nothing is resolved at run time: two resolvers disagree on ten versions.
    """
    return parse(LIST.read_text("utf-8"))


def parse(text: str) -> tuple[ListedJar, ...]:
    """Parse lines of `sha256  group:artifact:version[:classifier]`."""
    rows = (line.split() for line in text.splitlines() if line)
    return tuple(ListedJar(Jar.parse(name), sha256) for sha256, name in rows)


def folder(store: Path) -> Path:
    """The folder of the jars."""
    return store / f"neo4j-{VERSION}"


def ensure(
    store: Path, progress: Progress, required: Sequence[ListedJar] | None = None, lib: Path | None = None
) -> Path:
    """The folder with all jars, verified; missing or wrong jars are downloaded.

    Args:
        store: The cache.
        progress: Observer of long steps.
        required: The jars; those of Neo4j if not given.
        lib: Their folder in the cache; that of Neo4j's jars if not given.

    Raises:
        EngineError: A jar cannot be downloaded or is wrong after `ATTEMPTS` downloads; disk full; folder not writable.
    """
    required = listed() if required is None else required
    lib = folder(store) if lib is None else lib
    if not missing(lib, required):
        return lib
    require_room(store)
    with explained(store):
        lib.mkdir(parents=True, exist_ok=True)
        with FileLock(store / "jars.lock"):
            _fill(lib, missing(lib, required), store / "maven", progress)
    return lib


def missing(lib: Path, required: Sequence[ListedJar]) -> list[ListedJar]:
    """The jars that are missing or have a wrong checksum; files unchanged since the last check are not read again."""
    note = lib.with_name(f"{lib.name}.checked")
    stamps = checked.load(note)
    marks = {f"{one.sha256} {one.jar.file}": checked.mark(lib / one.jar.file) for one in required}
    absent = [
        one
        for one, (key, mark) in zip(required, marks.items(), strict=True)
        if (mark is None or stamps.get(key) != mark) and not right(lib / one.jar.file, one.sha256)
    ]
    wrong = {f"{one.sha256} {one.jar.file}" for one in absent}
    valid = {key: mark for key, mark in marks.items() if mark is not None and key not in wrong}
    if valid != stamps:
        checked.save(note, valid)
    return absent


def right(path: Path, sha256: str) -> bool:
    """True if the file exists and has this checksum."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256
    except FileNotFoundError:
        return False


def take(source: Path, one: ListedJar, lib: Path) -> bool:
    """Copy or link a jar into `lib` if its checksum is right; return whether it was."""
    if not os.access(source, os.R_OK):
        return False
    part = lib / f"{one.jar.file}.part"
    part.unlink(missing_ok=True)
    try:
        os.link(source, part)
    except OSError:  # another file system, or one without hard links
        shutil.copyfile(source, part)
    if not right(part, one.sha256):
        part.unlink()
        return False
    target = lib / one.jar.file
    target.unlink(missing_ok=True)  # renaming between two links of one file does nothing
    part.replace(target)
    return True


def _fill(lib: Path, absent: list[ListedJar], repository: Path, progress: Progress) -> None:
    """Get jars from the user's Maven repository, then with mvn if it is installed, then by download with jgo."""
    if not absent:
        return  # another process fetched them while this one waited
    advance = progress.task(message("progress.fetching"), len(absent))
    absent = _from_users_repository(absent, lib, advance)
    if absent and maven.has_mvn():
        absent = _while_mvn_runs(absent, lib, advance)
    if absent:
        _download(absent, lib, repository, advance)
    shutil.rmtree(repository, ignore_errors=True)  # its jars have been linked or copied


def _from_users_repository(absent: list[ListedJar], lib: Path, advance: Callable[[int], None]) -> list[ListedJar]:
    """Take jars from the user's Maven repository; return those still missing."""
    rest = []
    for one in absent:
        if take(maven.users_repository() / one.jar.path, one, lib):
            advance(1)
        else:
            rest.append(one)
    return rest


def _while_mvn_runs(absent: list[ListedJar], lib: Path, advance: Callable[[int], None]) -> list[ListedJar]:
    """Take the jars while mvn downloads them; return those still missing when it ends."""
    with ThreadPoolExecutor(1) as executor:
        running = executor.submit(maven.with_mvn, [one.jar for one in absent])
        while not running.done():
            wait([running], LOOK)
            absent = _from_users_repository(absent, lib, advance)
        running.result()
    return absent


def _download(absent: list[ListedJar], lib: Path, repository: Path, advance: Callable[[int], None]) -> None:
    """Download each jar; wrong or incomplete ones are deleted and downloaded again.

    Raises:
        EngineError: A jar is still missing after `ATTEMPTS` downloads.
    """
    for _ in range(ATTEMPTS):
        absent = _round(absent, lib, repository, advance)
        if not absent:
            return
    raise _no_download(absent[0].jar.file, len(absent))


def _round(absent: list[ListedJar], lib: Path, repository: Path, advance: Callable[[int], None]) -> list[ListedJar]:
    """Download each jar once; return those still missing."""
    rest = {one.jar: one for one in absent}
    for count, (jar, path) in enumerate(maven.without_mvn(list(rest), repository), 1):
        if path is not None and take(path, rest[jar], lib):
            del rest[jar]
            advance(1)
        else:
            (repository / jar.path).unlink(missing_ok=True)
        if count == HOPELESS and len(rest) == len(absent):
            break
    return list(rest.values())


def _no_download(file: str, count: int) -> EngineError:
    return EngineError(
        EngineProblem.DOWNLOAD,
        message("engine.no_download", count=count, file=file, times=ATTEMPTS),
    )
