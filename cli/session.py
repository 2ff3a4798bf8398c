"""From settings to a graph: an external Neo4j server or the managed one (连接)."""

import asyncio
import gc
import os
import re
import socket
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, TypeVar, get_args

from pydantic import ValidationError

from api.settings import BESIDES, PREFIX, Environment, Settings
from cli.ask.show import Bars, fail, say
from cli.language import chosen
from graph_model import engine
from graph_model.collector import resting_collector
from graph_model.errors import GraphUnavailable
from knowledge.errors import BadInput, DomainError, WrongRules
from knowledge.messages.message import languages
from network.entities import ANONYMOUS

if TYPE_CHECKING:
    from graph_model.graph import Graph

T = TypeVar("T")
LANGUAGE_CODE = re.compile(r"[-_.]")
"""Separator after the language in the name of a locale."""


def settings() -> Settings:
    """The settings from the environment.

    Raises:
        BadInput: A variable has an invalid value, or a name that nothing reads.
    """
    _require_known(os.environ)
    try:
        return Settings.of(os.environ)
    except ValidationError as e:
        first = e.errors()[0]
        name = str(first["loc"][0])
        if first["type"] == "literal_error" or name == Settings.model_fields["env"].alias:
            raise BadInput(name, "settings.not_one_of", allowed=get_args(Environment)) from None
        raise BadInput(name, "settings.unusable") from None


def _require_known(environment: Mapping[str, str]) -> None:
    """Refuse a variable that is misspelt: its setting would be another than somebody believes.

    Raises:
        BadInput: Nothing reads this name, or there is no such language.
    """
    read = {field.alias for field in Settings.model_fields.values()} | BESIDES
    for name in sorted(environment):
        if name.startswith(PREFIX) and name not in read:
            raise BadInput(name, "settings.unknown_name", known=sorted(n for n in read if n and n.startswith(PREFIX)))
    language = environment.get("TONGXIN_LANG")
    if language is not None and chosen({"TONGXIN_LANG": language}) != LANGUAGE_CODE.split(language.lower())[0]:
        raise BadInput("TONGXIN_LANG", "settings.not_one_of", allowed=languages())


@contextmanager
def reported_errors() -> Iterator[None]:
    """Print an expected error as one line and exit with code 1."""
    try:
        yield
    except engine.EngineError as e:
        fail(str(e))
    except BadInput as e:
        fail(f"{e.field}: {e.message}")
    except (GraphUnavailable, WrongRules) as e:
        fail(str(e))
    except DomainError as e:
        fail(str(e.message))


class DatabaseServer:
    """The Neo4j server in use, and whether this process started it."""

    def __init__(self, config: Settings, meanwhile: Callable[[], object] = lambda: None) -> None:
        """Connect to the configured server, or find or start the managed one while `meanwhile` runs."""
        self.settings = config
        self.pid: int | None = None
        if config.neo4j_uri is not None:
            self.uri, self.user, self._password = config.neo4j_uri, config.neo4j_user, config.password()
            self.started = False
            return
        with Bars() as bars:
            managed = engine.ensure(self.home, progress=bars, meanwhile=meanwhile)
        self.uri, self.user, self._password = managed.uri, managed.user, managed.password
        self.started = managed.started
        self.pid = managed.pid

    @property
    def home(self) -> Path:
        """The folder of the managed server."""
        return self.settings.home / "neo4j"

    @property
    def access(self) -> tuple[str, str, str]:
        """Address, user and password."""
        return self.uri, self.user, self._password

    def graph(self, read_timeout: float | None = None) -> "Graph":
        """A connection pool; a command reads as long as a load may take."""
        from graph_model.graph import LOAD_TIMEOUT, Graph  # noqa: PLC0415  # slow to import: the database starts first

        database = self.settings.neo4j_database
        return Graph(self.uri, self.user, self._password, database, read_timeout=read_timeout or LOAD_TIMEOUT)

    def quickening(self) -> AbstractContextManager[None]:
        """Prepare a faster next start of the managed server in the background of the body."""
        return nullcontext() if self.pid is None else engine.quickening(self.home)

    def stop(self) -> None:
        """Stop the managed server if this process started it."""
        if self.started:
            engine.stop(self.home)


async def checked(graph: "Graph", config: Settings) -> None:
    """Check that the database can be used, and is one for this use of the program.

    Raises:
        BadInput: Production over demo data, anything else over a database of production, or one of a later program.
        GraphUnavailable: The server cannot be reached or has an unsupported version.
    """
    from graph_model.access.use import SCHEMA_VERSION, held  # noqa: PLC0415  # as in `graph`

    await graph.check()
    content = await graph.read(ANONYMOUS, held)
    if config.production and content.demo:
        raise BadInput("TONGXIN_ENV", "settings.demo_in_production")
    if not config.production and content.production:
        raise BadInput("TONGXIN_ENV", "settings.production_database")
    if content.schema > SCHEMA_VERSION:
        raise BadInput("TONGXIN_HOME", "settings.later_database")
    if content.used and content.schema < SCHEMA_VERSION:
        await upgraded(graph, config.key_folder)


async def upgraded(graph: "Graph", keys: Path) -> None:
    """Bring the database of a former release to what this program expects; safe to repeat and to break off.

    Raises:
        GraphUnavailable: The database cannot be used.
    """
    from graph_model import schema  # noqa: PLC0415  # as in `graph`
    from graph_model.access.use import mark_schema  # noqa: PLC0415  # as above
    from graph_model.persons.reasons import seal_former  # noqa: PLC0415  # as above

    await schema.define(graph)
    await graph.write(ANONYMOUS, seal_former, keys)
    await graph.write(ANONYMOUS, mark_schema)


def run(server: DatabaseServer, work: "Callable[[Graph], Awaitable[T]]") -> T:
    """Run `work` with a connection pool that is closed afterwards.

    Raises:
        BadInput: The database is not one for this use of the program.
        GraphUnavailable: The server cannot be reached or has an unsupported version.
    """

    async def connected() -> T:
        async with server.graph() as graph:
            await checked(graph, server.settings)
            return await work(graph)

    return asyncio.run(connected())


def require_free_port(config: Settings) -> None:
    """End the command if another program has the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((config.host, config.port))
        except socket.gaierror:
            raise BadInput("HOST", "settings.unusable") from None
        except OSError:
            fail(say("shell.port_taken", port=config.port, other=config.port + 1))


def heavy(name: str = "cli.service") -> ModuleType:
    """Import modules that are slow to load, and load the rules; takes a second, while the database starts.

    All of it lives as long as the process: the garbage collector neither runs meanwhile nor walks it afterwards.
    """
    with resting_collector():
        service = import_module(name)
        service.rulebook()
        gc.freeze()
    return service


serving = partial(heavy, "cli.serving.serve")
"""The modules that serve, imported as `heavy` does."""
asking = partial(heavy, "cli.ask.questions")
"""The modules that answer a question, a third of what loads and serves."""
