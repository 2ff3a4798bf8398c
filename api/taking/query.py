"""takeTopic: a list of the network as a file that loads again (拿走)."""

import base64
from collections.abc import Mapping

import strawberry

from api.common import Info
from api.enums import labelled
from api.request.context import today
from graph_model.jobs.loading import LoadContext
from graph_model.jobs.taking import FileFormat
from knowledge.access.policy import Action
from knowledge.errors import BadInput
from knowledge.messages.message import message

MEDIA: Mapping[FileFormat, str] = {
    FileFormat.CSV: "text/csv; charset=utf-8",
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileFormat.GEOJSON: "application/geo+json",
}
MAY_TAKE: Mapping[str, Action] = {
    "posts": Action.SEE_POST_HOLDERS,
    "records": Action.FILE_RECORDS,
    "rosters": Action.KEEP_ROSTER,
}
"""Action needed to export a topic; all others are public facts. A post without its name would load as vacant, and a
roster is loaded again only by whoever maintains it.
"""


@strawberry.type
@labelled
class TakenList:
    """A list as a file, and what is not in it."""

    name: str
    format: FileFormat
    media_type: str
    content: str
    rows: int
    hidden: int
    left_out: list[str]
    note: str | None


@strawberry.type
class TakingQuery:
    """Lists as files."""

    @strawberry.field
    async def take_topic(
        self, info: Info, topic: str, area: str | None = None, format: FileFormat = FileFormat.CSV
    ) -> TakenList | None:
        """By default of the areas of the account, or of all that is loaded."""
        c = info.context
        if c.loader is None:
            raise BadInput("topic", "load.not_here")
        if topic in MAY_TAKE:
            c.require(MAY_TAKE[topic])
        context = LoadContext(c.graph, c.history, c.actor, c.book, None, today(), lambda _keys: None)
        sees = c.may(Action.SEE_CONFIDENTIAL_POINTS)
        taken = await c.loader.take(context, topic, area, format, confidential=sees)
        if taken.named:
            c.trail.opened(taken.named, (), message("purpose.holders"))
        notes = [message("taking.hidden", count=taken.hidden)] if taken.hidden else []
        notes += [message("taking.left_out", count=len(taken.left_out))] if taken.left_out else []
        return TakenList(
            name=taken.name,
            format=taken.format,
            media_type=MEDIA[taken.format],
            content=base64.b64encode(taken.content).decode(),
            rows=taken.rows,
            hidden=taken.hidden,
            left_out=list(taken.left_out),
            note=" ".join(map(str, notes)) or None,
        )
