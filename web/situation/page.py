"""Requests of the box beside its page: names of places during typing (地名)."""

from fastapi import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from web.frame.pages import Pages, Visit
from web.parts.asking import Refused
from web.situation.reading import PLACES
from web.situation.state import QuestionState


def attach_situation(pages: Pages) -> None:
    """Serve the names."""

    async def places(v: Visit, request: Request) -> Response:
        try:
            reply = await v.asker.ask("Areas", search=request.query_params.get("search", "")[:40], first=PLACES)
        except Refused:
            return JSONResponse([])
        return JSONResponse([a["name"] for a in reply["nodes"]])

    pages.add("/places", "situation", places)


def moved(request: Request, state: QuestionState, page: str) -> Response | None:
    """Send a form to the address of what it asks, its body again: whoever has no script can come back to it.

    A script puts the address there itself.
    """
    by_script = request.headers.get("sec-fetch-dest") == "empty"
    if request.method != "POST" or by_script or request.url.query == state.query:
        return None
    return RedirectResponse(state.path(page), status_code=307)
