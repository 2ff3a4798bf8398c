"""Python's garbage collector, while many objects are made that all stay (垃圾回收)."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def resting_collector() -> Iterator[None]:
    """Nothing is collected meanwhile: each of its looks would walk all that has been made, and find nothing to free.

    Whoever found it at work sets it to work again, also where several threads do this at once.
    """
    works = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if works:
            gc.enable()
