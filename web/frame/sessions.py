"""Sessions of the pages: a session ends by signing out, or after rest, in every tab at once (会话)."""

import hashlib
import time
from collections.abc import Callable, Iterable

REST = 30 * 60.0
"""Seconds without anything done in any tab after which a session ends (配置值)."""


class Sessions:
    """When each session was last used, and which have ended; a session is known by the hash of its token."""

    def __init__(
        self, rest: float = REST, lifetime: float = 12 * 3600.0, now: Callable[[], float] = time.monotonic
    ) -> None:
        self.rest, self.lifetime, self.now = rest, lifetime, now
        self._used: dict[str, float] = {}
        self._ended: dict[str, float] = {}

    @staticmethod
    def key(token: str) -> str:
        """The name of a session."""
        return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()

    def begin(self, token: str) -> None:
        """Somebody has signed in, perhaps again with the token of a session that has ended."""
        self._ended.pop(self.key(token), None)
        self._used[self.key(token)] = self.now()

    def use(self, token: str) -> bool:
        """Something is done in a session; False if it has ended."""
        key = self.key(token)
        self.sweep()
        if key in self._ended:
            return False
        self._used[key] = self.now()
        return True

    def living(self, token: str) -> bool:
        """False once a session has ended; looking is not using."""
        return self.key(token) not in self.sweep()

    def end(self, token: str | None) -> None:
        """End a session; nothing where nobody has signed in."""
        if token is not None:
            key = self.key(token)
            self._used.pop(key, None)
            self._ended[key] = self.now()

    def sweep(self) -> frozenset[str]:
        """End the sessions that have rested; the names of all that have ended and whose token may still be valid."""
        now = self.now()
        for key in self._older(self._used.items(), now - self.rest):
            del self._used[key]
            self._ended[key] = now
        for key in self._older(self._ended.items(), now - self.lifetime):
            del self._ended[key]
        return frozenset(self._ended)

    @staticmethod
    def _older(times: Iterable[tuple[str, float]], than: float) -> list[str]:
        return [key for key, at in times if at < than]
