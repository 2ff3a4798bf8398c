"""The 213 jars of Neo4j: a committed list of names and sha256, a cache, and the way from the one to the other."""

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
from graph_model.engine.errors import EngineError, Problem, explained
from graph_model.engine.folders import require_room
from graph_model.engine.maven import Jar
from graph_model.engine.progress import Progress
from knowledge.messages.message import message

VERSION = "5.26.30"
LIST = Path(__file__).with_name("jars.sha256")
ATTEMPTS = 2  # a jar cut short once is bad luck, twice is a bad source
HOPELESS = 12  # failures without one success: a network that swallows questions would cost half an hour
LOOK = 1.0  # seconds between two looks at what mvn has brought


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list: a jar and what its content must be."""

    jar: Jar
    sha256: str


@cache
def listed() -> tuple[Listed, ...]:
    """The runtime jars of `org.neo4j:neo4j`, as `mvn dependency:copy-dependencies` resolves them.

    The list names every jar with its version, so nothing is resolved at run time: two resolvers
    disagree on ten of these versions.
    """
    return parse(LIST.read_text("utf-8"))


def parse(text: str) -> tuple[Listed, ...]:
    """Read lines of `sha256  group:artifact:version[:classifier]`."""
    rows = (line.split() for line in text.splitlines() if line)
    return tuple(Listed(Jar.parse(name), sha256) for sha256, name in rows)


def folder(store: Path) -> Path:
    """Where the jars lie."""
    return store / f"neo4j-{VERSION}"


def ensure(store: Path, progress: Progress, wanted: Sequence[Listed] | None = None) -> Path:
    """The folder of jars, complete and each one checked; fetched where anything is missing or wrong.

    Raises:
        EngineError: a jar could not be had, or came twice with the wrong content; no room; not writable.
    """
    wanted = listed() if wanted is None else wanted
    lib = folder(store)
    if not missing(lib, wanted):
        return lib
    require_room(store)
    with explained(store):
        lib.mkdir(parents=True, exist_ok=True)
        with FileLock(store / "jars.lock"):
            _fill(lib, missing(lib, wanted), store / "maven", progress)
    return lib


def missing(lib: Path, wanted: Sequence[Listed]) -> list[Listed]:
    """The jars that are not there or are not what the list says; one untouched since it was read is not read again."""
    note = lib.with_name(f"{lib.name}.checked")
    known = checked.load(note)
    marks = {f"{one.sha256} {one.jar.file}": checked.mark(lib / one.jar.file) for one in wanted}
    lacking = [
        one
        for one, (key, mark) in zip(wanted, marks.items(), strict=True)
        if (mark is None or known.get(key) != mark) and not right(lib / one.jar.file, one.sha256)
    ]
    wrong = {f"{one.sha256} {one.jar.file}" for one in lacking}
    sound = {key: mark for key, mark in marks.items() if mark is not None and key not in wrong}
    if sound != known:
        checked.save(note, sound)
    return lacking


def right(path: Path, sha256: str) -> bool:
    """Is the file there with this content?"""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256
    except FileNotFoundError:
        return False


def take(source: Path, one: Listed, lib: Path) -> bool:
    """Put a jar into `lib` if its content is right; a wrong one leaves no trace there."""
    if not os.access(source, os.R_OK):
        return False
    part = lib / f"{one.jar.file}.part"
    part.unlink(missing_ok=True)
    try:
        os.link(source, part)
    except OSError:  # another file system, or one without links
        shutil.copyfile(source, part)
    if not right(part, one.sha256):
        part.unlink()
        return False
    target = lib / one.jar.file
    target.unlink(missing_ok=True)  # two links to one file cannot replace each other
    part.replace(target)
    return True


def _fill(lib: Path, lacking: list[Listed], repository: Path, progress: Progress) -> None:
    """Ask the user's Maven repository, then mvn where there is one, then the pure Python way."""
    if not lacking:
        return  # another process fetched them while this one waited
    advance = progress.task(message("progress.fetching"), len(lacking))
    lacking = _from_users_repository(lacking, lib, advance)
    if lacking and maven.has_mvn():
        lacking = _while_mvn_runs(lacking, lib, advance)
    if lacking:
        _download(lacking, lib, repository, advance)
    shutil.rmtree(repository, ignore_errors=True)  # the jars are linked or copied; the rest has no use


def _from_users_repository(lacking: list[Listed], lib: Path, advance: Callable[[int], None]) -> list[Listed]:
    """Take what is there; the answer is what is still lacking."""
    rest = []
    for one in lacking:
        if take(maven.users_repository() / one.jar.path, one, lib):
            advance(1)
        else:
            rest.append(one)
    return rest


def _while_mvn_runs(lacking: list[Listed], lib: Path, advance: Callable[[int], None]) -> list[Listed]:
    """Take the jars as mvn brings them; the answer is what is still lacking in the end."""
    with ThreadPoolExecutor(1) as lane:
        running = lane.submit(maven.with_mvn, [one.jar for one in lacking])
        while not running.done():
            wait([running], LOOK)
            lacking = _from_users_repository(lacking, lib, advance)
        running.result()
    return lacking


def _download(lacking: list[Listed], lib: Path, repository: Path, advance: Callable[[int], None]) -> None:
    """Fetch each jar; one that is wrong or cut short is removed and fetched anew once."""
    for _ in range(ATTEMPTS):
        lacking = _round(lacking, lib, repository, advance)
        if not lacking:
            return
    raise _not_had(lacking[0].jar.file, len(lacking))


def _round(lacking: list[Listed], lib: Path, repository: Path, advance: Callable[[int], None]) -> list[Listed]:
    """Ask for each jar once; the answer is what is still lacking."""
    rest = {one.jar: one for one in lacking}
    for count, (jar, path) in enumerate(maven.without_mvn(list(rest), repository), 1):
        if path is not None and take(path, rest[jar], lib):
            del rest[jar]
            advance(1)
        else:
            (repository / jar.path).unlink(missing_ok=True)
        if count == HOPELESS and len(rest) == len(lacking):
            break
    return list(rest.values())


def _not_had(file: str, count: int) -> EngineError:
    return EngineError(
        Problem.DOWNLOAD,
        message("engine.no_download", count=count, file=file, times=ATTEMPTS),
    )
