"""Things that a person made and comes back for, in memory only: for her alone, and dropped after a while (待取)."""

import time
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from threading import Lock
from typing import Any, Generic, Protocol, TypeVar


class Owned(Protocol):
    """Thing of an account."""

    @property
    def key(self) -> str:
        """Return the name of the thing."""

    @property
    def owner(self) -> str:
        """The account that made it."""


T = TypeVar("T", bound=Owned)


@dataclass(frozen=True, slots=True)
class TrayRoom:
    """Capacity of a tray (configured value)."""

    lifetime: float
    """Seconds after its last use for which a thing is stored."""
    each: int
    """Most things of one account; the oldest is dropped."""
    most: int
    """Most things at all."""


class Tray(Generic[T]):
    """Tray of the service's things; it gives and takes copies, so that it can be in another process."""

    def __init__(self, room: TrayRoom, now: Callable[[], float] = time.monotonic) -> None:
        self._room, self._now = room, now
        self._things: dict[str, tuple[T, float]] = {}
        self._lock = Lock()

    def put(self, thing: T) -> None:
        """Keep a thing as it is now; the oldest give way."""
        with self._lock:
            self._sweep()
            self._things.pop(thing.key, None)
            self._things[thing.key] = deepcopy(thing), self._now()
            self._give_way([t for t, _ in self._things.values() if t.owner == thing.owner], self._room.each)
            self._give_way([t for t, _ in self._things.values()], self._room.most)

    def get(self, key: str, owner: str) -> T | None:
        """A thing, for whoever made it."""
        with self._lock:
            self._sweep()
            if key not in self._things or self._things[key][0].owner != owner:
                return None
            self._things[key] = self._things.pop(key)[0], self._now()
            return deepcopy(self._things[key][0])

    def of(self, owner: str) -> list[T]:
        """The things of one account, the latest first."""
        with self._lock:
            return [deepcopy(t) for t, _ in reversed(self._things.values()) if t.owner == owner]

    def change(self, key: str, **to: Any) -> T | None:
        """Change some of its fields and no other; the thing afterwards, None if it is gone."""
        with self._lock:
            if key not in self._things:
                return None
            thing, _ = self._things[key]
            for name, value in to.items():
                setattr(thing, name, value)
            return deepcopy(thing)

    def drop(self, key: str) -> None:
        """Keep a thing no longer."""
        with self._lock:
            self._things.pop(key, None)

    def _give_way(self, things: list[T], most: int) -> None:
        for old in things[: max(0, len(things) - most)]:
            del self._things[old.key]

    def _sweep(self) -> None:
        for key, (_, used) in list(self._things.items()):
            if used < self._now() - self._room.lifetime:
                del self._things[key]
