"""What deals with files that are handed in; whoever starts the service composes it: api knows no loader (载入者)."""

from typing import Protocol

from graph_model.jobs.loading import Desk, Handed, Report, TopicForm


class Loader(Protocol):
    """Topics with their forms, and the dealing with one file."""

    def topics(self) -> tuple[TopicForm, ...]:
        """What may be loaded, in the order in which it is."""

    async def load(self, desk: Desk, topic: str, file: Handed, *, preview: bool) -> Report:
        """Preview a file, or load it; the same file again changes nothing.

        Raises:
            BadFile: the file cannot be used as a whole; nothing was written.
            BadInput: something else that was asked cannot be.
        """
