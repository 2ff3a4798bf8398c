"""How a jar is had from a Maven repository: through jgo, with mvn where there is one, without it where not."""

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

from graph_model.engine.errors import NO_ROOM, EngineError, Problem
from knowledge.messages.message import message

LANES = 6  # downloads at a time: 213 small files wait for answers more than for bytes
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
        """Read `group:artifact:version[:classifier]`."""
        return cls(*name.split(":"))

    @property
    def file(self) -> str:
        """The file's name."""
        return "-".join(filter(None, (self.artifact, self.version, self.classifier))) + ".jar"

    @property
    def path(self) -> Path:
        """The file's place in any Maven repository."""
        return Path(*self.group.split("."), self.artifact, self.version, self.file)


def users_repository() -> Path:
    """The user's own Maven repository, which mvn fills; read here, never written."""
    return Path(os.environ.get("M2_REPO") or Path.home() / ".m2" / "repository")


def mirror() -> str | None:
    """The address of a Maven repository given by the user."""
    return (os.environ.get("TONGXIN_MAVEN_MIRROR") or "").rstrip("/") or None


def has_mvn() -> bool:
    """Is mvn to be used?  It follows its own settings, so a mirror named here is asked without it."""
    return mirror() is None and shutil.which("mvn") is not None


def with_mvn(jars: Sequence[Jar]) -> None:
    """Let mvn fetch `jars` into the user's repository; what it cannot have stays missing."""
    from jgo.maven import Dependency, MvnResolver  # noqa: PLC0415 - optional: only the first start fetches

    resolver = MvnResolver(Path(shutil.which("mvn") or "mvn"))
    context = _context(users_repository(), resolver)
    # The list is complete, so nothing is to be resolved beyond it.
    nothing_else = [context.project("*", "*")]
    wanted = [Dependency(_artifact(context, jar), "compile", exclusions=nothing_else, raw=True) for jar in jars]
    try:
        resolver.resolve(wanted)
    except (OSError, RuntimeError, ValueError) as error:  # not run, failed, told something unreadable
        _log.warning("mvn failed, going on without it: %s", str(error).splitlines()[0])


def without_mvn(jars: Sequence[Jar], repository: Path) -> Iterator[tuple[Jar, Path | None]]:
    """Fetch `jars` into `repository`, several at a time; each with its file, or none where it failed.

    Raises:
        EngineError: jgo is not installed.
        OSError: no room on disk.
    """
    context = _context(repository)
    with ThreadPoolExecutor(LANES) as lanes:
        waiting = {lanes.submit(_fetch, context, jar): jar for jar in jars}
        try:
            for done in as_completed(waiting):
                yield waiting[done], done.result()
        finally:
            lanes.shutdown(wait=False, cancel_futures=True)


def _fetch(context: Any, jar: Jar) -> Path | None:
    try:
        return Path(_artifact(context, jar).resolve())
    except (OSError, RuntimeError) as error:  # requests' errors are OSErrors, jgo's are RuntimeErrors
        if isinstance(error, OSError) and error.errno in NO_ROOM:
            raise
        _log.info("%s: %s", jar.file, error)
        with suppress(FileNotFoundError):
            (context.repo_cache / jar.path).unlink()  # cut short: the rest never came
        return None


def _artifact(context: Any, jar: Jar) -> Any:
    return context.project(jar.group, jar.artifact).at_version(jar.version).artifact(jar.classifier, "jar")


def _context(repository: Path, resolver: Any = None) -> Any:
    """A view of Maven that fills `repository`.

    Raises:
        EngineError: jgo is not installed.
    """
    if not find_spec("jgo"):
        raise EngineError(
            Problem.JGO,
            message("engine.no_jgo"),
        )
    from jgo.maven import MavenContext  # noqa: PLC0415 - optional: only the first start fetches

    given = mirror()
    remotes = {"mirror": given} if given else None
    return MavenContext(resolver, repo_cache=repository, local_repos=[], remote_repos=remotes, timeout=PATIENCE)
