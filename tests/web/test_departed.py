"""A browser that left before its page was ready is no error; a page that never comes is one."""

from collections.abc import MutableMapping
from importlib import import_module
from typing import Any

import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from web.attach import Departed

SCOPE: Scope = {"type": "http", "path": "/rules"}


def unanswered(error: Exception) -> ASGIApp:
    async def app(_scope: Scope, receive: Receive, _send: Send) -> None:
        await receive()
        raise error

    return app


RAISED = [kind(text.strip("'")) for kind, text in Departed.RAISED]


async def unsent(_message: MutableMapping[str, Any]) -> None:
    raise AssertionError("nothing is sent")


def told(kind: str) -> Receive:
    async def receive() -> MutableMapping[str, Any]:
        return {"type": kind}

    return receive


@pytest.mark.parametrize("error", RAISED, ids=repr)
async def test_whoever_left_is_no_error(error: Exception):
    await Departed(unanswered(error))(SCOPE, told("http.disconnect"), unsent)


@pytest.mark.parametrize("error", RAISED, ids=repr)
async def test_no_answer_to_whoever_waits_is_one(error: Exception):
    with pytest.raises(type(error)):
        await Departed(unanswered(error))(SCOPE, told("http.request"), unsent)


async def test_any_other_error_is_one_though_she_left():
    with pytest.raises(KeyError):
        await Departed(unanswered(KeyError("place")))(SCOPE, told("http.disconnect"), unsent)


async def test_the_sockets_of_the_page_library_raise_so():
    """A request that was over before its body came has no environment there."""
    sockets = import_module("engineio.async_drivers.asgi")
    environment = await sockets.translate_request(SCOPE, told("http.disconnect"), unsent)
    with pytest.raises(KeyError, match="REQUEST_METHOD"):
        environment["REQUEST_METHOD"]
