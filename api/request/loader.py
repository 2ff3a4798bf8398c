"""The interface of what loads files and writes lists as files, which the starting program provides (载入接口)."""

from typing import Protocol

from graph_model.jobs.loading import LoadContext, Report, SourceFile, TopicForm
from graph_model.jobs.taking import FileFormat, TakenFile


class Loader(Protocol):
    """Lists the topics that can be uploaded, loads a file, and writes one."""

    def topics(self) -> tuple[TopicForm, ...]:
        """The topics, in the order in which they are loaded."""

    async def load(self, context: LoadContext, topic: str, file: SourceFile, *, preview: bool) -> Report:
        """Load a file, or only report what would be written; the same file again changes nothing.

        Raises:
            BadFile: The file cannot be used as a whole; nothing was written.
            BadInput: Another part of the request is wrong.
            Stopped: The load was cancelled.
        """

    async def take(
        self, context: LoadContext, topic: str, area: str | None, made: FileFormat, *, confidential: bool
    ) -> TakenFile:
        """Return the list of a topic in an area, as a file that loads again; confidential places only on request.

        Raises:
            BadInput: No such topic, area or format, or too many rows.
        """
