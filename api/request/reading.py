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
"""Seconds after which a thread that computes lets the event loop go on (配置值); Python's own 0.005 add up to 0.4."""
_READERS = ThreadPoolExecutor(2, "reader")
"""What two threads read they read in turn, each in its place: more would only take the processor from the loop."""


def take_short_turns() -> None:
    """From the start of a service on, whatever computes beside the event loop lets it go on soon."""
    sys.setswitchinterval(TURN)


async def read_aside(field: str, text: str, read: Callable[..., T], *given: object) -> T:
    """What `read` makes of the words of an argument and of what else is given.

    Raises:
        BadInput: The text is longer than is read.
    """
    if len(text) > LONGEST:
        raise BadInput(field, "words.too_long", most=LONGEST)
    return await asyncio.get_running_loop().run_in_executor(_READERS, partial(copy_context().run, read, *given))
