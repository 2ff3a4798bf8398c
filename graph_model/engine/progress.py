"""Progress of long steps (进度); shown by the command line, ignored by tests."""

from collections.abc import Callable
from typing import Protocol

from knowledge.messages.message import Message


class Progress(Protocol):
    """An observer of long steps."""

    def task(self, step: Message, total: int) -> Callable[[int], None]:
        """Begin a step of `total` units; the result is called with the units done since the last call."""
        ...


class Silent:
    """Ignores progress."""

    def task(self, step: Message, total: int) -> Callable[[int], None]:  # noqa: ARG002  # the parameters of the protocol
        """Ignore a step."""
        return lambda _done: None
