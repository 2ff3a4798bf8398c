"""The interface of the loader of uploaded files, which the starting program provides (载入接口)."""

from typing import Protocol

from graph_model.jobs.loading import LoadContext, Report, SourceFile, TopicForm


class Loader(Protocol):
    """Lists the topics that can be uploaded, and loads a file."""

    def topics(self) -> tuple[TopicForm, ...]:
        """The topics, in the order in which they are loaded."""

    async def load(self, context: LoadContext, topic: str, file: SourceFile, *, preview: bool) -> Report:
        """Load a file, or only report what would be written; the same file again changes nothing.

        Raises:
            BadFile: The file cannot be used as a whole; nothing was written.
            BadInput: Another part of the request is wrong.
            Stopped: The load was cancelled.
        """
