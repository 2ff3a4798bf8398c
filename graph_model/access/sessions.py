"""Sessions of the pages: one ends by signing out, or after rest, in every tab and every process at once (会话)."""

import asyncio
import hashlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from graph_model.access.feed import Feed
from graph_model.errors import GraphUnavailable
from graph_model.graph import Graph, Tx
from graph_model.rows import KeyRow, statements
from network.entities import ANONYMOUS

SESSION, USE, BEGIN, RENEW, END, SWEEP = statements(__file__, "session", "use", "begin", "renew", "end", "sweep")
REST = 30 * 60.0
"""Seconds without anything done in any tab after which a session ends (configured value)."""
STORE_AFTER = 20.0
"""Seconds after which another use is stored for the other processes, at most a tenth of the rest (configured value)."""
FORGOTTEN = timedelta(days=31)
"""After so long no token of this service is good any more: an ended session need not be known (configured value)."""
MOST = 10_000
"""Sessions that a process remembers (configured value)."""
AGAIN = 1.0
"""Seconds between two attempts to report an end to an unreachable database."""
MOST_WAIT = 10.0
"""Seconds that whoever signs out waits for a database that answers but does not write (configured value)."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class StoredSession:
    """A session as the database has it."""

    used: datetime
    ended: bool


@dataclass(slots=True)
class _Known:
    """A session as a process knows it."""

    used: datetime
    ended: bool
    stored: datetime
    """The use that the database has."""


class Sessions:
    """Cache of sessions, valid until somebody signs in or out; a session is identified by a hash.

    Each answer is None if the database does not give it. An idle session ends by its last use alone; other
    processes learn of that use `STORE_AFTER` seconds later, so a session that changes processes may end that much
    earlier, never later.
    """

    def __init__(self, graph: Graph, feed: Feed, rest: float = REST, now: Callable[[], datetime] = _now) -> None:
        self.rest = rest
        self._graph, self._feed, self._now = graph, feed, now
        self._number = -1
        self._known: dict[str, _Known] = {}
        self._programs: set[str] = set()
        """Tokens without a session: those of programs."""
        self._ending: dict[str, asyncio.Task[None]] = {}
        """Sessions that have ended here, until the database knows it."""

    async def begin(self, token: str) -> bool | None:
        """Record a sign-in with a valid token, perhaps again with that of a session that has ended."""
        key, now = session_key(token), self._now()
        if ending := self._ending.pop(key, None):
            ending.cancel()
        try:
            await self._feed.beside(self._graph.write(ANONYMOUS, _begin, key, now))
        except GraphUnavailable:
            return None
        self._feed.changed()
        return True

    async def use(self, token: str) -> bool | None:
        """Record the use of a session whose token is valid; False if it has ended."""
        key, now = session_key(token), self._now()
        try:
            known = await self._read(key)
            if known is None or (self._lives(key, known) and now - known.stored >= self._store_after):
                number = self._number
                stored = await self._feed.beside(self._graph.write(ANONYMOUS, _use, key, now))
                self._programs.discard(key)
                known = _Known(stored.used, stored.ended, now)
                self._keep(number, key, known)
        except GraphUnavailable:
            return None
        if not self._lives(key, known):
            return False
        known.used = max(known.used, now)
        return True

    async def living(self, token: str) -> bool | None:
        """False once a session has ended; looking is not using."""
        key = session_key(token)
        try:
            known = await self._read(key)
        except GraphUnavailable:
            return None
        return known is None or self._lives(key, known)

    async def over(self, session: str) -> bool:
        """True if a session has ended, by signing out or by rest: its token is good at no door any more.

        Raises:
            GraphUnavailable: The database does not answer.
        """
        number = await self._up_to_date()
        if session in self._programs and session not in self._ending:
            return False
        known = await self._read(session)
        if known is None and number == self._number:
            self._programs.add(session)
        return session in self._ending or (known is not None and not self._lives(session, known))

    async def renew(self, token: str) -> bool | None:
        """Resume an idle session after a new sign-in with its token. After a sign-out another token is needed."""
        try:
            await self._feed.beside(self._graph.write(ANONYMOUS, _renew, session_key(token), self._now()))
        except GraphUnavailable:
            return None
        return True

    async def end(self, token: str | None) -> None:
        """End a session, here at once, then everywhere; an unreachable or silent database is informed later."""
        if token is not None:
            key = session_key(token)
            self._ending[key] = task = asyncio.create_task(self._end(key))
            with suppress(GraphUnavailable, TimeoutError):
                async with asyncio.timeout(MOST_WAIT):
                    await self._feed.beside(asyncio.shield(task))

    @property
    def _store_after(self) -> timedelta:
        return timedelta(seconds=min(STORE_AFTER, self.rest / 10))

    def _lives(self, key: str, known: _Known) -> bool:
        rested = known.used < self._now() - timedelta(seconds=self.rest)
        return not (known.ended or rested or key in self._ending)

    async def _read(self, key: str) -> _Known | None:
        """Return the stored session; one that seems idle here may have been used in another process."""
        number = await self._up_to_date()
        known = self._known.get(key)
        if known is None or not self._lives(key, known):
            stored = await self._feed.beside(self._graph.ahead(ANONYMOUS, SESSION, StoredSession, id=key))
            known = _Known(stored.used, stored.ended, stored.used) if stored else None
            if known is not None:
                self._keep(number, key, known)
        return known

    async def _up_to_date(self) -> int:
        """The number of what has happened to sessions; what was known before is forgotten."""
        number = (await self._feed.current()).sessions
        if number != self._number or max(len(self._known), len(self._programs)) >= MOST:
            self._number, self._known, self._programs = number, {}, set()
        return number

    def _keep(self, number: int, key: str, known: _Known) -> None:
        """Remember what was read, unless somebody has signed in or out meanwhile."""
        if number == self._number:
            self._known[key] = known

    async def _end(self, key: str) -> None:
        while True:
            try:
                await self._graph.write(ANONYMOUS, _end, key)
            except GraphUnavailable:
                await asyncio.sleep(AGAIN)
            else:
                break
        self._feed.changed()
        self._ending.pop(key, None)


def session_key(token: str) -> str:
    """The name of a session."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


async def _begin(tx: Tx, key: str, at: datetime) -> None:
    await tx.rows(SWEEP, KeyRow, before=at - FORGOTTEN)
    await tx.rows(BEGIN, KeyRow, id=key, at=at)


async def _renew(tx: Tx, key: str, at: datetime) -> None:
    await tx.rows(RENEW, KeyRow, id=key, at=at)


async def _use(tx: Tx, key: str, at: datetime) -> StoredSession:
    return await tx.row(USE, StoredSession, id=key, at=at) or StoredSession(at, ended=False)


async def _end(tx: Tx, key: str) -> None:
    await tx.rows(END, KeyRow, id=key)
