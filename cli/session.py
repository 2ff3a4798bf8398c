"""From settings to a graph: the given server, or the one of our own (连接)."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pydantic import ValidationError

from api.settings import Settings
from cli.ask.show import Bars, fail
from graph_model import engine
from graph_model.errors import GraphUnavailable
from knowledge.errors import BadInput, DomainError, WrongRules

if TYPE_CHECKING:
    from graph_model.graph import Graph

T = TypeVar("T")


def settings() -> Settings:
    """The settings of the environment.

    Raises:
        BadInput: a variable that cannot be used.
    """
    try:
        return Settings()
    except ValidationError as e:
        name = str(e.errors()[0]["loc"][0])
        raise BadInput(name, "settings.unusable") from None


@contextmanager
def told() -> Iterator[None]:
    """Turn an expected failure into one line and a non-zero exit."""
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


class Server:
    """Where the graph is, and whether this process started it."""

    def __init__(self, chosen: Settings, meanwhile: Callable[[], object] = lambda: None) -> None:
        """Find or start it; `meanwhile` is done while a server of our own starts."""
        self.settings = chosen
        self.pid: int | None = None
        if chosen.neo4j_uri is not None:
            self.uri, self.user, self._password = chosen.neo4j_uri, chosen.neo4j_user, chosen.password()
            self.started = False
            return
        with Bars() as bars:
            found = engine.ensure(self.home, progress=bars, meanwhile=meanwhile)
        self.uri, self.user, self._password = found.uri, found.user, found.password
        self.started = found.started
        self.pid = found.pid

    @property
    def home(self) -> Path:
        """The folder of the managed server."""
        return self.settings.home / "neo4j"

    def graph(self) -> "Graph":
        """A pool of connections."""
        from graph_model.graph import Graph  # noqa: PLC0415  # the driver is slow to import: the database starts first

        return Graph(self.uri, self.user, self._password, self.settings.neo4j_database)

    def quickening(self) -> AbstractContextManager[None]:
        """Beside the body, make the next start of a server of our own quicker."""
        return nullcontext() if self.pid is None else engine.quickening(self.home)

    def stop(self) -> None:
        """Stop the server if this process started it, and nothing else."""
        if self.started:
            engine.stop(self.home)


def run(server: Server, work: "Callable[[Graph], Awaitable[T]]") -> T:
    """Run work on a pool that is closed afterwards; a server that is not supported is refused first."""

    async def all_of_it() -> T:
        async with server.graph() as graph:
            await graph.check()
            return await work(graph)

    return asyncio.run(all_of_it())
