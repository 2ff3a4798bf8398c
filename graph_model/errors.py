"""The error for a database that cannot be used (图不可用)."""

from dataclasses import dataclass

from knowledge.errors import DomainError
from knowledge.messages.message import Message


@dataclass(eq=False)
class GraphUnavailable(DomainError):
    """Database that cannot be used now; `problem` gives reason and remedy, without personal data."""

    problem: Message
    passing: bool = False
    """True if it passes by itself: the same request may be answered later."""

    def __str__(self) -> str:
        """The sentence for operators."""
        return str(self.problem)

    @property
    def message(self) -> Message:
        """The sentence for users."""
        return self.problem


@dataclass(eq=False)
class OutcomeUnknown(GraphUnavailable):
    """The connection was lost: a write may have been committed. Only a write with a key may be sent again."""
