"""The one door to Neo4j: named statements, typed rows, managed transactions."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

from neo4j import (
    AsyncDriver,
    AsyncGraphDatabase,
    AsyncManagedTransaction,
    AsyncSession,
    NotificationMinimumSeverity,
    Query,
    RoutingControl,
    unit_of_work,
)
from neo4j.api import AsyncBookmarkManager
from neo4j.exceptions import (
    AuthError,
    ClientError,
    ConfigurationError,
    ConnectionAcquisitionTimeoutError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    TransientError,
)

from graph_model.errors import GraphUnavailable
from graph_model.rows import Statement, Written, built, fixed
from knowledge.messages.message import message
from network.entities import ANONYMOUS, Actor

P = ParamSpec("P")
T = TypeVar("T")

SUPPORTED = ("Neo4j/5.26",)
TIMEOUT = 10.0
LOAD_TIMEOUT = 300.0


def with_actor(actor: Actor, params: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters with the actor beside them: the shared scope predicate reads `$actor.areas`."""
    return {
        **{k: fixed(v) for k, v in params.items()},
        "actor": {"id": actor.id, "role": str(actor.role), "areas": list(actor.areas)},
    }


@dataclass(frozen=True, slots=True)
class Tx:
    """An open managed transaction, on behalf of one actor.

    Use it from one coroutine at a time: two reads in flight on one transaction fail, and may lose rows.
    """

    _tx: AsyncManagedTransaction
    actor: Actor

    async def rows(self, statement: Statement, kind: type[T], /, **params: Any) -> list[T]:
        """Run a statement; each record becomes a `kind`, field by column."""
        result = await self._tx.run(statement.text, with_actor(self.actor, params))
        return [built(kind, record) async for record in result]

    async def row(self, statement: Statement, kind: type[T], /, **params: Any) -> T | None:
        """As `rows`, for a statement that yields at most one record."""
        found = await self.rows(statement, kind, **params)
        if len(found) > 1:
            raise ValueError(f"{statement.name} yielded {len(found)} records")
        return found[0] if found else None

    async def write(self, statement: Statement, /, **params: Any) -> Written:
        """Run a statement for its effect."""
        result = await self._tx.run(statement.text, with_actor(self.actor, params))
        counters = (await result.consume()).counters
        return Written(counters.nodes_created, counters.relationships_created)


def _driver(uri: str, **options: Any) -> AsyncDriver:
    try:
        return AsyncGraphDatabase.driver(uri, **options)
    except (ConfigurationError, ValueError):
        raise GraphUnavailable(message("graph.no_address")) from None


class Graph:
    """A connection pool.  One call of `read` or `write` is one transaction.

    The work may run more than once: the driver repeats it after a transient failure, so it has no effect
    outside the transaction.  A `neo4j://` address routes reads to followers and writes to the leader; the
    bookmark manager makes every later read see the writes of this process.  A unit of work whose caller is
    cancelled is brought to its end all the same.
    """

    def __init__(self, uri: str, user: str, password: str, database: str = "neo4j") -> None:
        self._driver: AsyncDriver = _driver(
            uri,
            auth=(user, password),
            max_connection_pool_size=16,
            connection_acquisition_timeout=2.0,
            connection_timeout=2.0,
            max_transaction_retry_time=5.0,
            liveness_check_timeout=30.0,
            notifications_min_severity=NotificationMinimumSeverity.OFF,
        )
        self._database = database
        self._bookmarks: AsyncBookmarkManager = AsyncGraphDatabase.bookmark_manager()
        self._running: set[asyncio.Task[Any]] = set()

    async def __aenter__(self) -> Self:
        """The pool opens connections when asked."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Wait for the units of work that were left behind, then close every connection."""
        await asyncio.gather(*self._running, return_exceptions=True)
        await self._driver.close()

    async def _whole(self, unit: Coroutine[Any, Any, T]) -> T:
        """Await a unit of work; a cancelled caller goes at once, the unit goes on to its end.

        The driver, cancelled while it connects, drops the socket unclosed (6.4); cancelled later, it kills a good
        connection and nobody knows whether a write was committed.  The end is near: every transaction has a time limit.
        """
        task = asyncio.create_task(unit)
        self._running.add(task)
        task.add_done_callback(self._ended)
        return await asyncio.shield(task)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if not task.cancelled():
            task.exception()  # where nobody waits any more, nobody needs to hear of it

    async def _transaction(self, execute: Callable[[AsyncSession, Any], Awaitable[T]], unit: Any) -> T:
        async with self._driver.session(database=self._database, bookmark_manager=self._bookmarks) as session:
            return await execute(session, unit)

    async def read(
        self, actor: Actor, work: Callable[Concatenate[Tx, P], Awaitable[T]], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `work` in one read transaction of at most `TIMEOUT` seconds.

        Raises:
            GraphUnavailable: the database cannot be reached or used.
        """
        return await self._read(TIMEOUT, actor, work, *args, **kwargs)

    async def read_whole(
        self, actor: Actor, work: Callable[Concatenate[Tx, P], Awaitable[T]], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `work` in one read transaction that may last as long as a load: the whole network, from a cold server.

        Raises:
            GraphUnavailable: the database cannot be reached or used.
        """
        return await self._read(LOAD_TIMEOUT, actor, work, *args, **kwargs)

    async def _read(
        self,
        seconds: float,
        actor: Actor,
        work: Callable[Concatenate[Tx, P], Awaitable[T]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        @unit_of_work(timeout=seconds)
        async def unit(tx: AsyncManagedTransaction) -> T:
            return await work(Tx(tx, actor), *args, **kwargs)

        try:
            return await self._whole(self._transaction(AsyncSession.execute_read, unit))
        except (Neo4jError, DriverError) as e:
            raise unavailable(e) from e

    async def row(self, actor: Actor, statement: Statement, kind: type[T], /, **params: Any) -> T | None:
        """One statement that yields at most one record, in a transaction of its own: a single round trip.

        Raises:
            GraphUnavailable: the database cannot be reached or used.
        """
        try:
            found = await self._whole(
                self._driver.execute_query(
                    Query(statement.text, timeout=TIMEOUT),
                    with_actor(actor, params),
                    routing_=RoutingControl.READ,
                    database_=self._database,
                    bookmark_manager_=self._bookmarks,
                )
            )
        except (Neo4jError, DriverError) as e:
            raise unavailable(e) from e
        if len(found.records) > 1:
            raise ValueError(f"{statement.name} yielded {len(found.records)} records")
        return built(kind, found.records[0]) if found.records else None

    async def write(
        self, actor: Actor, work: Callable[Concatenate[Tx, P], Awaitable[T]], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `work` in one write transaction; loads get more time than requests.

        Raises:
            GraphUnavailable: the database cannot be reached or used.
        """

        @unit_of_work(timeout=LOAD_TIMEOUT)
        async def unit(tx: AsyncManagedTransaction) -> T:
            return await work(Tx(tx, actor), *args, **kwargs)

        try:
            return await self._whole(self._transaction(AsyncSession.execute_write, unit))
        except (Neo4jError, DriverError) as e:
            raise unavailable(e) from e

    async def define(self, *schema: Statement) -> None:
        """Create constraints and indexes, each if it does not exist, and wait until they answer.

        Raises:
            GraphUnavailable: the database cannot be reached or used.
        """
        try:
            async with self._driver.session(database=self._database) as session:
                for one in schema:
                    await (await session.run(one.text)).consume()
        except (Neo4jError, DriverError) as e:
            raise unavailable(e) from e

    async def raw(self, statement: Statement, params: Mapping[str, Any]) -> int:
        """The floor that a client of Bolt pays: the driver's `execute_query`, rows counted; for the benchmark.

        Raises:
            GraphUnavailable: the database cannot be reached or used, or is too busy.
        """
        try:
            found = await self._driver.execute_query(statement.text, dict(params), database_=self._database)
        except (Neo4jError, DriverError) as e:
            raise unavailable(e) from e
        return len(found.records)

    async def explain(self, statement: Statement, params: Mapping[str, Any]) -> tuple[Any, Sequence[Any]]:
        """The plan of a statement and the notifications of the planner; for the suite."""
        async with self._driver.session(
            database=self._database, notifications_min_severity=NotificationMinimumSeverity.INFORMATION
        ) as session:
            result = await session.run(f"EXPLAIN {statement.text}", dict(params))
            summary = await result.consume()
            return summary.plan, [s for s in summary.gql_status_objects if s.is_notification]

    async def check(self) -> str:
        """A real read, and the server's name and version.

        Raises:
            GraphUnavailable: not reachable, wrong password, or a version that is not supported.
        """
        try:
            info = await self._driver.get_server_info()
        except (Neo4jError, DriverError) as e:
            raise unavailable(e) from e
        if not info.agent.startswith(SUPPORTED):
            raise GraphUnavailable(message("graph.unsupported", version=info.agent))
        await self.read(ANONYMOUS, _one)
        return info.agent


async def _one(tx: Tx) -> None:
    await tx.write(Statement("one", "RETURN 1 AS one"))


def unavailable(error: Exception) -> GraphUnavailable:
    """What a driver error means to people; driver errors never leave this module.

    `MemoryPoolOutOfMemoryError` is classed transient by the server and repeated by the driver: it is final here.
    """
    code = getattr(error, "code", "") or ""
    if isinstance(error, AuthError):
        said = message("graph.wrong_password")
    elif isinstance(error, ServiceUnavailable):
        said = message("graph.unreachable")
    elif "MemoryPoolOutOfMemory" in code or "TransactionTimedOut" in code:
        said = message("graph.too_large")
    elif isinstance(error, TransientError | ConnectionAcquisitionTimeoutError):
        said = message("graph.busy")
    elif isinstance(error, ClientError):
        said = message("graph.refused", code=code)
    else:
        said = message("graph.failed", error=type(error).__name__, code=code)
    return GraphUnavailable(said)
