"""Refusals of a job that cannot begin (作业的拒绝)."""

from dataclasses import dataclass

from knowledge.errors import DomainError
from knowledge.messages.message import Message, message


@dataclass(eq=False)
class NoPlace(DomainError):
    """Refusal because the process runs as many jobs as it can: nothing has begun, and the cause passes by itself."""

    @property
    def message(self) -> Message:
        """Ask to try again later."""
        return message("job.too_many")


@dataclass(eq=False)
class TooMuchOfOwn(NoPlace):
    """Refusal because one account runs as many jobs as it may."""

    most: int

    @property
    def message(self) -> Message:
        """Ask to let one end, or to cancel it."""
        return message("job.too_many_own", most=self.most)
