"""Access to Neo4j: named statements, typed rows, managed transactions."""

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
from neo4j.exceptions import DriverError, Neo4jError, ServiceUnavailable, SessionExpired

from graph_model.driver import driver, unavailable
from graph_model.errors import GraphUnavailable, OutcomeUnknown
from graph_model.rows import Statement, Written, built, fixed
from knowledge.messages.message import message
from network.entities import ANONYMOUS, Actor

P = ParamSpec("P")
T = TypeVar("T")

SUPPORTED = ("Neo4j/5.26",)
CONNECTIONS = 16
KEPT = 2
"""Connections reserved for the needs of every request; without them a long list would delay all others."""
TIMEOUT = 10.0
"""Seconds that a read of the service may take."""
LOAD_TIMEOUT = 300.0
"""Seconds that a load may take, and each read of a command: only whoever started it waits for it."""


def with_actor(actor: Actor, params: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters with the actor added: the predicates that limit queries to an area read `$actor.areas`."""
    return {
        **{k: fixed(v) for k, v in params.items()},
        "actor": {"id": actor.id, "roles": [str(r) for r in actor.roles], "areas": list(actor.areas)},
    }


@dataclass(frozen=True, slots=True)
class Tx:
    """An open managed transaction for one actor.

    Use it from one coroutine at a time: two concurrent reads in one transaction fail and may lose rows.
    """

    _tx: AsyncManagedTransaction
    actor: Actor

    async def rows(self, statement: Statement, kind: type[T], /, **params: Any) -> list[T]:
        """Run a statement; each record becomes a `kind`, with columns as fields."""
        result = await self._tx.run(statement.text, with_actor(self.actor, params))
        return [built(kind, record) async for record in result]

    async def row(self, statement: Statement, kind: type[T], /, **params: Any) -> T | None:
        """As `rows`, for a statement that returns at most one record; None without a record.

        Raises:
            ValueError: Several records.
        """
        return _at_most_one(statement, await self.rows(statement, kind, **params))

    async def write(self, statement: Statement, /, **params: Any) -> Written:
        """Run a statement and return its counters."""
        result = await self._tx.run(statement.text, with_actor(self.actor, params))
        counters = (await result.consume()).counters
        return Written(counters.nodes_created, counters.relationships_created)


class Graph:
    """A connection pool; each call of `read` or `write` is one transaction.

    The driver repeats the work after a transient failure, so the work must have no effect outside the transaction. A
    `neo4j://` address routes reads to followers and writes to the leader; bookmarks make later reads see the writes of
    this process. If the caller is cancelled, a transaction that has begun still runs to its end.
    """

    def __init__(
        self, uri: str, user: str, password: str, database: str = "neo4j", *, read_timeout: float = TIMEOUT
    ) -> None:
        self._driver: AsyncDriver = driver(
            uri,
            auth=(user, password),
            max_connection_pool_size=CONNECTIONS,
            connection_acquisition_timeout=2.0,
            connection_timeout=2.0,
            max_transaction_retry_time=5.0,
            liveness_check_timeout=30.0,
            notifications_min_severity=NotificationMinimumSeverity.OFF,
        )
        self._database, self._read_timeout = database, read_timeout
        self._bookmarks: AsyncBookmarkManager = AsyncGraphDatabase.bookmark_manager()
        self._running: set[asyncio.Task[Any]] = set()
        self._slots, self._kept = asyncio.Semaphore(CONNECTIONS - KEPT), asyncio.Semaphore(KEPT)

    async def __aenter__(self) -> Self:
        """Connections are opened on demand."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Wait for transactions whose callers were cancelled, then close all connections."""
        await asyncio.gather(*self._running, return_exceptions=True)
        await self._driver.close()

    async def _whole(self, unit: Coroutine[Any, Any, T], slots: asyncio.Semaphore | None = None) -> T:
        """Await a transaction; if the caller is cancelled, the transaction continues in the background.

        If the driver (6.4) is cancelled while it connects, it leaves the socket open. If it is cancelled later, it
        closes a good connection, and it is unknown whether a write was committed. Transactions have a time limit.
        """
        slots = slots or self._slots
        try:
            await slots.acquire()
        except BaseException:
            unit.close()
            raise
        task = asyncio.create_task(unit)
        self._running.add(task)
        task.add_done_callback(self._ended)
        task.add_done_callback(lambda _: slots.release())
        return await asyncio.shield(task)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if not task.cancelled():
            task.exception()  # mark as retrieved: asyncio would log it if nobody awaits the task

    async def _transaction(self, execute: Callable[[AsyncSession, Any], Awaitable[T]], unit: Any) -> T:
        async with self._driver.session(database=self._database, bookmark_manager=self._bookmarks) as session:
            return await execute(session, unit)

    async def read(
        self, actor: Actor, work: Callable[Concatenate[Tx, P], Awaitable[T]], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `work` in one read transaction of at most `read_timeout` seconds.

        Raises:
            GraphUnavailable: The database cannot be reached or used.
        """
        return await self._read(self._read_timeout, actor, work, *args, **kwargs)

    async def read_whole(
        self, actor: Actor, work: Callable[Concatenate[Tx, P], Awaitable[T]], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `work` in one read transaction of at most `LOAD_TIMEOUT` seconds, for reading the whole network.

        Raises:
            GraphUnavailable: The database cannot be reached or used.
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
        """Run one statement that returns at most one record, in its own transaction: a single round trip.

        Raises:
            GraphUnavailable: The database cannot be reached or used.
            ValueError: Several records.
        """
        return await self._row(self._slots, actor, statement, kind, params)

    async def ahead(self, actor: Actor, statement: Statement, kind: type[T], /, **params: Any) -> T | None:
        """As `row`, ahead of waiting requests: for the needs of every request, on a reserved connection.

        Raises:
            GraphUnavailable, ValueError: As `row`.
        """
        return await self._row(self._kept, actor, statement, kind, params)

    async def _row(
        self, slots: asyncio.Semaphore, actor: Actor, statement: Statement, kind: type[T], params: Mapping[str, Any]
    ) -> T | None:
        try:
            result = await self._whole(
                self._driver.execute_query(
                    Query(statement.text, timeout=self._read_timeout),
                    with_actor(actor, params),
                    routing_=RoutingControl.READ,
                    database_=self._database,
                    bookmark_manager_=self._bookmarks,
                ),
                slots,
            )
        except (Neo4jError, DriverError) as e:
            raise unavailable(e) from e
        record = _at_most_one(statement, result.records)
        return built(kind, record) if record else None

    async def write(
        self, actor: Actor, work: Callable[Concatenate[Tx, P], Awaitable[T]], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `work` in one write transaction of at most `LOAD_TIMEOUT` seconds.

        Raises:
            OutcomeUnknown: The connection was lost; the transaction may have been committed.
            GraphUnavailable: The database cannot be reached or used.
        """

        @unit_of_work(timeout=LOAD_TIMEOUT)
        async def unit(tx: AsyncManagedTransaction) -> T:
            return await work(Tx(tx, actor), *args, **kwargs)

        try:
            return await self._whole(self._transaction(AsyncSession.execute_write, unit))
        except (ServiceUnavailable, SessionExpired) as e:  # IncompleteCommit is a ServiceUnavailable
            raise OutcomeUnknown(unavailable(e).problem) from e
        except (Neo4jError, DriverError) as e:
            raise unavailable(e) from e

    async def define(self, *schema: Statement) -> None:
        """Create constraints and indexes that do not exist yet, and wait until they are online.

        Raises:
            GraphUnavailable: The database cannot be reached or used.
        """
        try:
            async with self._driver.session(database=self._database) as session:
                for statement in schema:
                    await (await session.run(statement.text)).consume()
        except (Neo4jError, DriverError) as e:
            raise unavailable(e) from e

    async def raw(self, statement: Statement, params: Mapping[str, Any]) -> int:
        """Run a statement with the driver's `execute_query` and return the number of rows; the baseline of benchmarks.

        Raises:
            GraphUnavailable: The database cannot be reached or used, or is too busy.
        """
        try:
            result = await self._driver.execute_query(statement.text, dict(params), database_=self._database)
        except (Neo4jError, DriverError) as e:
            raise unavailable(e) from e
        return len(result.records)

    async def check(self) -> str:
        """Read once from the database; the server's name and version.

        Raises:
            GraphUnavailable: Not reachable, wrong password, or an unsupported version.
        """
        try:
            info = await self._driver.get_server_info()
        except (Neo4jError, DriverError) as e:
            raise unavailable(e) from e
        if not info.agent.startswith(SUPPORTED):
            raise GraphUnavailable(message("graph.unsupported", version=info.agent))
        await self.read(ANONYMOUS, _one)
        return info.agent


def _at_most_one(statement: Statement, records: Sequence[T]) -> T | None:
    """The record of a statement that returns at most one; None without a record.

    Raises:
        ValueError: Several records.
    """
    if len(records) > 1:
        raise ValueError(f"{statement.name} yielded {len(records)} records")
    return records[0] if records else None


async def _one(tx: Tx) -> None:
    await tx.write(Statement("one", "RETURN 1 AS one"))
