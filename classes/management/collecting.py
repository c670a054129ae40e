"""Long commands and Python's search for garbage."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Let Python look for circular garbage seldom; as a decorator, while a function runs.

    A command that makes hundreds of thousands of records holds many things and makes little such garbage: to look
    through them after every 700 new ones takes a fifth of its time.
    """
    before = gc.get_threshold()
    gc.set_threshold(50_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)
