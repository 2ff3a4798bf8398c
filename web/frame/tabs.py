"""The open tabs of a session: blanked within seconds once it has ended (标签页)."""

import asyncio

from nicegui import Client

from web.frame.session import Web, session_of

LOOK = 1.0
"""Seconds between two looks for sessions that have rested."""
BLANK = "document.documentElement.hidden = true; sessionStorage.clear(); location.replace('/')"


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
