"""Refresh of an open list of work: a socket reports to its page that something changed, never what (随时新)."""

import asyncio
from contextlib import aclosing, suppress

from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from web.frame.pages import Pages
from web.frame.session import token_of
from web.parts.asking import Asker, Refused, address_of
from web.parts.following import GONE, NEVER, REFUSED, Unheard

PATH = "/changed"
LOOK = 5.0
"""Seconds between two checks of the session (configured value)."""


def attach_changed(pages: Pages) -> None:
    """Serve the socket; a page of another site is refused before (`web/frame/origin.py`)."""

    async def changed(socket: WebSocket) -> None:
        with suppress(RuntimeError, WebSocketDisconnect):  # the page was left meanwhile
            await socket.accept()  # before any refusal: a browser hears a code only of a socket that was open
            token = token_of(socket)
            if token is None or await pages.has_ended(socket):
                await socket.close(REFUSED)
                return
            asker = Asker(pages.app, token, address_of(socket))
            await socket.close(await _first_end(pages, asker, socket))

    pages.app.router.routes.append(WebSocketRoute(PATH, changed))


async def _first_end(pages: Pages, asker: Asker, socket: WebSocket) -> int:
    """The code of what ends first: the page is left, the session, or the right to listen."""
    parts = [asyncio.create_task(part) for part in (_left(socket), _changes(asker, socket), _lived(pages, socket))]
    try:
        first, _ = await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for part in parts:
            part.cancel()
        await asyncio.gather(*parts, return_exceptions=True)
    return first.pop().result()


async def _changes(asker: Asker, socket: WebSocket) -> int:
    """Report each change of her lists, without its content; return the code at its end."""
    try:
        viewer = await asker.ask("Viewer")
        async with aclosing(asker.follow("WorkChanged", mine="READ_CASES" not in viewer["can"])) as changes:
            async for change in changes:
                await socket.send_text("changed" if change else "listening")
    except Unheard as e:
        return e.code
    except Refused as e:
        return REFUSED if e.code in NEVER else GONE
    except WebSocketDisconnect:
        pass
    return GONE


async def _left(socket: WebSocket) -> int:
    """Until the page is left; what it sends is not read."""
    while (await socket.receive())["type"] != "websocket.disconnect":
        pass
    return GONE


async def _lived(pages: Pages, socket: WebSocket) -> int:
    """Until the session ends; looking does not lengthen it."""
    while True:
        await asyncio.sleep(LOOK)
        if await pages.has_ended(socket):
            return REFUSED
