"""Download of a file of an item: never shown in the page, never stored by the browser (附件拿走)."""

import base64

from fastapi import Request
from starlette.responses import Response

from web.frame.pages import Pages, Visit
from web.parts.asking import Refused
from web.parts.words import say

DIGITS = 9
"""Most digits of a revision."""
HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
}
"""Headers for any file: it is not interpreted as another kind, not executed, and not shared."""


def attach_files(pages: Pages) -> None:
    """Serve the files."""
    pages.add("/item/{code}/file/{revision}/{name}", "casework", _taken)


async def _taken(v: Visit, request: Request) -> Response:
    """Serve the file under a name with the item and the revision, and nothing of the child."""
    asked = request.path_params
    if not asked["revision"].isdecimal() or len(asked["revision"]) > DIGITS:
        raise Refused("NOT_FOUND", say("casework.gone"))
    code, revision = asked["code"], int(asked["revision"])
    file = (await v.asker.ask("AttachedFile", code=code, revision=revision, name=asked["name"]))["file"]
    named = f'attachment; filename="{code}-{revision}.{file["ending"]}"'
    headers = {**HEADERS, "Content-Disposition": named}
    return Response(base64.b64decode(file["content"]), media_type=file["mediaType"], headers=headers)
