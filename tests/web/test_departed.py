"""A browser that left before its page was ready is no error; a page that never comes is one."""

from collections.abc import MutableMapping
from typing import Any

import pytest
from starlette.types import Receive, Scope, Send

from web.frame.attach import Departed

SCOPE: Scope = {"type": "http", "path": "/responsibility"}


async def unanswered(_scope: Scope, receive: Receive, _send: Send) -> None:
    await receive()
    raise RuntimeError(Departed.NO_RESPONSE)


async def unsent(_message: MutableMapping[str, Any]) -> None:
    raise AssertionError("nothing is sent")


def told(kind: str) -> Receive:
    async def receive() -> MutableMapping[str, Any]:
        return {"type": kind}

    return receive


async def test_whoever_left_is_no_error():
    await Departed(unanswered)(SCOPE, told("http.disconnect"), unsent)


async def test_no_answer_to_whoever_waits_is_one():
    with pytest.raises(RuntimeError):
        await Departed(unanswered)(SCOPE, told("http.request"), unsent)
