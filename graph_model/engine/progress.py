"""How a long step tells how far it is (进度); the command line shows it, tests keep it silent."""

from collections.abc import Callable
from typing import Protocol

from knowledge.messages.message import Message


class Progress(Protocol):
    """Somebody who watches long steps."""

    def task(self, step: Message, total: int) -> Callable[[int], None]:
        """Begin a step of `total` units; the answer is called with the units done since its last call."""
        ...


class Silent:
    """Nobody watches."""

    def task(self, step: Message, total: int) -> Callable[[int], None]:  # noqa: ARG002 - the protocol's names
        """Begin a step that nobody watches."""
        return lambda _done: None
