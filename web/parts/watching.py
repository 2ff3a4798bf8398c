"""A running job on a page: its progress, a stop button, and its result (进行中的作业)."""

import asyncio
from collections.abc import Awaitable, Callable
from itertools import count

from web.parts import pieces
from web.parts.asking import Asker, Refused, Row
from web.parts.words import say

STAGES = {
    "READING": "watching.reading",
    "CHECKING": "watching.checking",
    "WRITING": "watching.writing",
}


def far(job: Row, seconds: int) -> str:
    """The progress of a job as text, or the elapsed seconds."""
    at = job.get("progress")
    if at is None:
        return say("watching.running", seconds=seconds)
    if at["total"] is None:
        return say("watching.counted", done=f"{at['done']:,}", seconds=seconds)
    return say(STAGES[at["stage"]], done=f"{at['done']:,}", total=f"{at['total']:,}", seconds=seconds)


async def watched(
    asker: Asker, job: Row, state_of: Callable[[], Awaitable[Row]], *, stop_label: str, leaving: str
) -> Row | None:
    """Poll a job until it ends; leaving the page cancels it, and `leaving` warns of that. None if the page is gone.

    Raises:
        Refused: The job failed; same code and message as in a direct answer.
    """
    stopping = False

    async def stop() -> None:
        nonlocal stopping
        await asker.ask("CancelJob", input={"id": job["id"]})
        stopping = True
        if not card.is_deleted:
            pieces.set_text(line, say("watching.stopping"))

    with pieces.card() as card:
        line = pieces.text("p", far(job, 1), "busy", role="status")
        pieces.text("small", leaving)
        pieces.button(stop_label, stop, kind="quiet")
    state = job
    for seconds in count(1):
        pieces.set_text(line, say("watching.stopping") if stopping else far(state, seconds))
        await asyncio.sleep(1)
        if card.is_deleted:
            await asker.ask("CancelJob", input={"id": job["id"]})
            return None
        state = await state_of()
        if state["status"] != "RUNNING":
            break
    card.delete()
    if state["status"] == "FAILED":
        raise Refused(state["problem"]["code"], state["problem"]["message"])
    return state
