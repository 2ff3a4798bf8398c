"""Free words are read beside the event loop, so that whoever asks 此刻 does not wait for them (旁读)."""

import asyncio
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import TypeVar

from knowledge.errors import BadInput

T = TypeVar("T")
LONGEST = 2000
"""Letters of a text that are read."""
TURN = 0.001
"""Seconds until a computing thread yields to the event loop (configured value); Python's own 0.005 add up to 0.4."""
_READERS = ThreadPoolExecutor(2, "reader")
"""Two reader threads: more would only take the processor from the event loop."""


def take_short_turns() -> None:
    """From the start of a service on, whatever computes beside the event loop lets it go on soon."""
    sys.setswitchinterval(TURN)


async def read_aside(field: str, text: str, read: Callable[..., T], *given: object) -> T:
    """Return the result of `read` for the text of an argument and further values, computed in a thread.

    Raises:
        BadInput: The text exceeds the longest that is read.
    """
    if len(text) > LONGEST:
        raise BadInput(field, "words.too_long", most=LONGEST)
    return await asyncio.get_running_loop().run_in_executor(_READERS, partial(copy_context().run, read, *given))
