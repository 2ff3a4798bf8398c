"""The interface of what loads uploaded files; the program that starts the service provides it (载入接口)."""

from typing import Protocol

from graph_model.jobs.loading import LoadContext, Report, SourceFile, TopicForm


class Loader(Protocol):
    """Topics that can be uploaded, and loading a file of one."""

    def topics(self) -> tuple[TopicForm, ...]:
        """The topics, in the order in which they are loaded."""

    async def load(self, context: LoadContext, topic: str, file: SourceFile, *, preview: bool) -> Report:
        """Load a file, or only report what would be written; the same file again changes nothing.

        Raises:
            BadFile: the file cannot be used as a whole; nothing was written.
            BadInput: something else about the request cannot be used.
            Stopped: the load was cancelled.
        """
