"""Downloading jars from a Maven repository with jgo, through mvn if it is installed."""

import logging
import os
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Self

from graph_model.engine.errors import NO_ROOM, EngineError, EngineProblem
from knowledge.messages.message import message

LANES = 6  # concurrent downloads: for 213 small files, latency matters more than bandwidth
PATIENCE = 20  # seconds for a repository to answer

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Jar:
    """A jar by its Maven coordinates."""

    group: str
    artifact: str
    version: str
    classifier: str = ""

    @classmethod
    def parse(cls, name: str) -> Self:
        """Parse `group:artifact:version[:classifier]`."""
        return cls(*name.split(":"))

    @property
    def file(self) -> str:
        """The file name."""
        return "-".join(filter(None, (self.artifact, self.version, self.classifier))) + ".jar"

    @property
    def path(self) -> Path:
        """The relative path of the file in any Maven repository."""
        return Path(*self.group.split("."), self.artifact, self.version, self.file)


def users_repository() -> Path:
    """The user's own Maven repository, which mvn fills; only read here."""
    return Path(os.environ.get("M2_REPO") or Path.home() / ".m2" / "repository")


def mirror() -> str | None:
    """The address of a Maven repository set by the user."""
    return (os.environ.get("TONGXIN_MAVEN_MIRROR") or "").rstrip("/") or None


def has_mvn() -> bool:
    """True if mvn is used; with a mirror it is not, because mvn follows its own settings."""
    return mirror() is None and shutil.which("mvn") is not None


def with_mvn(jars: Sequence[Jar]) -> None:
    """Let mvn download `jars` into the user's repository; failures are logged, their jars stay missing."""
    from jgo.maven import Dependency, MvnResolver  # noqa: PLC0415  # optional: only the first start downloads

    resolver = MvnResolver(Path(shutil.which("mvn") or "mvn"))
    context = _context(users_repository(), resolver)
    # the list is complete: exclude all transitive dependencies
    exclude_all = [context.project("*", "*")]
    dependencies = [Dependency(_artifact(context, jar), "compile", exclusions=exclude_all, raw=True) for jar in jars]
    try:
        resolver.resolve(dependencies)
    except (OSError, RuntimeError, ValueError) as error:  # not started, failed, unreadable output
        _log.warning("mvn failed, going on without it: %s", str(error).splitlines()[0])


def without_mvn(jars: Sequence[Jar], repository: Path) -> Iterator[tuple[Jar, Path | None]]:
    """Download `jars` into `repository`, several at a time; yield each with its file, or None if it failed.

    Raises:
        EngineError: jgo is not installed.
        OSError: No room on the disk.
    """
    context = _context(repository)
    with ThreadPoolExecutor(LANES) as executor:
        jar_of = {executor.submit(_fetch, context, jar): jar for jar in jars}
        try:
            for future in as_completed(jar_of):
                yield jar_of[future], future.result()
        finally:
            executor.shutdown(wait=False, cancel_futures=True)


def _fetch(context: Any, jar: Jar) -> Path | None:
    try:
        return Path(_artifact(context, jar).resolve())
    except (OSError, RuntimeError) as error:  # requests' errors are OSErrors, jgo's are RuntimeErrors
        if isinstance(error, OSError) and error.errno in NO_ROOM:
            raise
        _log.info("%s: %s", jar.file, error)
        with suppress(FileNotFoundError):
            (context.repo_cache / jar.path).unlink()  # an incomplete download
        return None


def _artifact(context: Any, jar: Jar) -> Any:
    return context.project(jar.group, jar.artifact).at_version(jar.version).artifact(jar.classifier, "jar")


def _context(repository: Path, resolver: Any = None) -> Any:
    """A Maven context of jgo that downloads to `repository`.

    Raises:
        EngineError: jgo is not installed.
    """
    if not find_spec("jgo"):
        raise EngineError(
            EngineProblem.JGO,
            message("engine.no_jgo"),
        )
    from jgo.maven import MavenContext  # noqa: PLC0415  # optional: only the first start downloads

    address = mirror()
    remotes = {"mirror": address} if address else None
    return MavenContext(resolver, repo_cache=repository, local_repos=[], remote_repos=remotes, timeout=PATIENCE)
