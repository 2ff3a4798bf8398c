"""The open tabs of a session: blanked within seconds once it has ended (标签页)."""

import asyncio

from fastapi import Request
from nicegui import Client, ui

from web.frame.session import Web, session_of, token_of

LOOK = 1.0
"""Seconds between two looks for sessions that have rested."""
BLANK = "document.documentElement.hidden = true; sessionStorage.clear(); location.replace('/')"
TOUCHED = """<script>
(() => { let last = 0; for (const kind of ['pointerdown', 'keydown']) addEventListener(kind, () => {
  if (Date.now() - last > 20000) { last = Date.now(); window.emitEvent?.('touched'); } }, true); })()
</script>"""


def blank(web: Web, ended: frozenset[str]) -> None:
    """Blank every open tab whose session has ended."""
    for client in list(Client.instances.values()):
        token = session_of(client.request) if client.request is not None else None
        if token is not None and web.sessions.key(token) in ended and client.has_socket_connection:
            client.run_javascript(BLANK)


def end(web: Web, token: str | None) -> None:
    """End a session in all its tabs."""
    if token is not None:
        blank(web, frozenset({web.sessions.end(token)}))


async def watch(web: Web) -> None:
    """Blank the tabs of sessions that have rested, for as long as the service runs."""
    while True:
        await asyncio.sleep(LOOK)
        blank(web, web.sessions.sweep())


def living(web: Web, request: Request) -> str | None:
    """The token of whoever asks, which counts as use of the session; None once that has ended."""
    session = session_of(request)
    return None if session is not None and not web.sessions.use(session) else token_of(request)


def touching(web: Web, request: Request) -> None:
    """Whatever a person does in the page that is being built counts as use of the session."""
    token = session_of(request)
    if token is not None:
        ui.add_head_html(TOUCHED)
        ui.on("touched", lambda: web.sessions.use(token))
