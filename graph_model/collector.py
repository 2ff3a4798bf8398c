"""Python's garbage collector, while many objects are made that all stay (垃圾回收)."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def resting_collector() -> Iterator[None]:
    """Disable the garbage collector meanwhile: each run would walk all new objects, and free none.

    The caller that disabled it enables it again, also where several threads do this at once.
    """
    works = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if works:
            gc.enable()
